"""`manage.py bench`: every goal has its number, and nothing is left behind."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from console.commands.bench.goals import Finding
from console.commands.bench.pages import flatness
from console.commands.bench.report import table
from console.management.commands.bench import scale

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {
    ("B", "bare 32 KB page, CPU"),
    *(
        (goal, f"{name}: {what}")
        for name in ("people", "products")
        for goal, what in (
            ("P1", "whole page, CPU"),
            ("P1", "whole page, PostgreSQL"),
            ("P1", "fragment, CPU"),
            ("P2", "whole page"),
            ("P2", "fragment"),
            ("P4", "whole page"),
            ("P4", "whole page, gzipped"),
            ("P4", "longest row"),
        )
    ),
    *(
        (goal, f"{change}{what}")
        for change in ("role change", "tag change")
        for goal, what in (
            ("P2", ""),
            ("P6", ", CPU"),
            ("P6", ", of it the answering thread, CPU"),
        )
    ),
    ("P9", "web worker, PSS"),
    ("P9", "Celery main + 2, PSS"),
    ("P10", "p99 : p50"),
    ("P10", "errors"),
}


@pytest.mark.slow
@pytest.mark.worker
def test_it_measures_every_goal_and_leaves_no_database(tmp_path: Path) -> None:
    target = tmp_path / "bench.json"
    command = [sys.executable, "manage.py", "bench", "--scale", "60", "--json", str(target)]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), capture_output=True, text=True, timeout=110
    )
    assert done.returncode == 0, done.stderr[-3000:]
    facts = json.loads(target.read_text())
    assert facts["scale"] == 60
    assert facts["b_ms"]["small"] > 0
    assert {(each["goal"], each["what"]) for each in facts["findings"]} == EXPECTED
    assert all(each["value"] >= 0 and "met" in each for each in facts["findings"])
    assert [e["value"] for e in facts["findings"] if e["what"] == "errors"] == [0]
    assert "whole page, gzipped" in done.stdout
    assert _scratch_databases() == []


def _environment() -> dict[str, str]:
    """A person's own: without what this test run has set for itself."""
    ours = ("REGIE_TESTING", "BROKER_URL", "DATA_DIR", "DJANGO_SETTINGS_MODULE")
    return {name: value for name, value in os.environ.items() if name not in ours}


def _scratch_databases() -> list[str]:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres").geturl()
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'regie_bench%'"
        )
        return [name for (name,) in rows.fetchall()]


@pytest.mark.parametrize(
    ("text", "people"), [("1k", 1_000), ("100k", 100_000), ("1M", 1_000_000), ("60", 60)]
)
def test_it_reads_how_many_people(text: str, people: int) -> None:
    assert scale(text) == people


@pytest.mark.parametrize("text", ["", "0", "k", "-1", "1.5k", "1K", "1m", "many", "9" * 30])
def test_it_refuses_what_is_no_number_of_people(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        scale(text)


def test_it_compares_the_large_size_with_the_small() -> None:
    small = {"first page": 10.0, "search": 10.0}
    found = {
        each.what: each for each in flatness("people", small, {"first page": 12.0, "search": 25.0})
    }
    assert found["people: first page, large : small"].is_met is True
    assert found["people: search, large : small"].is_met is False


def test_it_says_what_was_missed() -> None:
    findings = [
        Finding("P1", "fast", 3.0, "B", 20.0).as_json(),
        Finding("P1", "slow", 30.0, "B", 20.0).as_json(),
        Finding("B", "unit", 0.4, "ms").as_json(),
    ]
    _head, fast, slow, unit = table({"findings": findings}).splitlines()
    assert "met" in fast
    assert "MISSED" in slow
    assert "–" in unit
