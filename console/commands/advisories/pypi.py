"""The advisory service of PyPI, asked by pip-audit."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from console.commands.advisories.lock import Locked, NotLookedUp
from console.commands.advisories.report import Finding, Report

SECONDS = 180


def ask(versions: list[Locked], lock: Path) -> Report:
    """What PyPI knows now. Raises NotLookedUp when it does not answer for every version that is
    installed on this machine: a part of an answer would read like "nothing was found"."""
    program = Path(sys.executable).with_name("pip-audit")
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "-f", "json"]
    try:
        done = subprocess.run(
            [program, *options, "--timeout", "10", "-r", lock],
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        answers = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired as problem:
        raise NotLookedUp(f"PyPI did not answer within {SECONDS} s") from problem
    except OSError as problem:
        raise NotLookedUp(f"pip-audit does not start: {problem}") from problem
    except (ValueError, KeyError) as problem:
        said = done.stderr.strip().splitlines() or ["it says nothing"]
        raise NotLookedUp(f"PyPI's advisories are out of reach: {said[-1][:200]}") from problem
    return _report(versions, answers)


def _report(versions: list[Locked], answers: list[dict[str, Any]]) -> Report:
    answered: dict[str, dict[str, Any]] = {
        canonicalize_name(each["name"]): each for each in answers if "vulns" in each
    }
    missing = [
        str(each) for each in versions if each.is_installed_here and each.name not in answered
    ]
    if missing:
        raise NotLookedUp(
            f"PyPI's advisory service has no answer for {len(missing)} of {len(versions)}"
            f" versions, {missing[0]} among them"
        )
    return Report(
        source="PyPI's advisory service",
        dated=datetime.now(UTC),
        looked_up=[each for each in versions if each.name in answered],
        findings=[
            Finding(each, vulnerability["id"], tuple(vulnerability["fix_versions"]))
            for each in versions
            if each.name in answered
            for vulnerability in answered[each.name]["vulns"]
        ],
    )
