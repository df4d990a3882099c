"""The findings as a table for people and as JSON for machines."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import django
from django.db import connection

from console.commands.bench.goals import Finding

_VERDICTS = {True: "met", False: "MISSED", None: "–"}


def table(facts: Mapping[str, Any]) -> str:
    """One line per finding: goal, what, value, limit, verdict."""
    lines = [("goal", "what", "value", "limit", "verdict", "")]
    for each in facts["findings"]:
        limit = "" if each["limit"] is None else f"≤ {each['limit']:g}"
        value = f"{each['value']:.2f} {each['unit']}"
        verdict = _VERDICTS[each["met"]]
        lines.append((each["goal"], each["what"], value, limit, verdict, each["note"]))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def as_json(scale: int, units: dict[str, float], findings: Sequence[Finding]) -> dict[str, Any]:
    """Everything that was measured, and on what."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (postgres,) = cursor.fetchone()
    return {
        "scale": scale,
        "b_ms": {size: round(value, 4) for size, value in units.items()},
        "on": {
            "python": platform.python_version(),
            "django": django.get_version(),
            "postgresql": postgres,
        },
        "findings": [each.as_json() for each in findings],
    }


def write(target: Path, facts: dict[str, Any]) -> None:
    """The JSON file."""
    target.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n")
