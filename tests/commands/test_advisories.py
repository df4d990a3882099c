"""`manage.py advisories`: silent only when it looked, in something recent, and found nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError

from console.commands.advisories import pypi
from console.commands.advisories.lock import NotLookedUp, read_lock

LOCK = """\
django==6.1.3 \\
    --hash=sha256:00
    # via regie
Typing_Extensions==4.16.0 ; python_full_version < '2' \\
    --hash=sha256:11
"""
Write = Callable[..., Path]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text(LOCK)
    return path


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Puts a record into the database; answers its folder."""
    folder = tmp_path / "database"
    folder.mkdir()

    def put(
        name: str = "harmless",
        *,
        versions: tuple[str, ...] = (),
        events: tuple[dict[str, str], ...] = (),
        suffix: str = ".yaml",
        age: timedelta = timedelta(days=1),
        **more: Any,
    ) -> Path:
        number = len(list(folder.iterdir()))
        part: dict[str, Any] = {"package": {"ecosystem": "PyPI", "name": name}}
        part["versions"] = list(versions)
        part["ranges"] = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
        modified = (datetime.now(UTC) - age).isoformat().replace("+00:00", "Z")
        record = {"id": f"TEST-{number}", "modified": modified, "affected": [part], **more}
        text = json.dumps(record) if suffix == ".json" else yaml.safe_dump(record)
        (folder / f"TEST-{number}{suffix}").write_text(text)
        return folder

    return put


def look(lock: Path, folder: Path) -> str:
    """What the command prints when it ends with 0."""
    said = StringIO()
    call_command("advisories", "--database", folder, "--lock", lock, stdout=said)
    return said.getvalue()


def test_it_says_what_it_looked_up_where_and_as_of_when(lock: Path, write: Write) -> None:
    said = look(lock, write())
    day = datetime.now(UTC) - timedelta(days=1)
    assert "2 locked versions" in said
    assert f"1 advisories in {lock.parent / 'database'}, as of {day:%Y-%m-%d}" in said
    assert "Found: nothing" in said


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize(
    "affected",
    [
        {"name": "django", "versions": ("6.1.2", "6.1.3")},
        {"name": "Django", "versions": ("6.1.3.0",)},
        {"name": "typing.extensions", "versions": ("4.16.0",)},
        {"name": "django", "events": ({"introduced": "6.1"}, {"fixed": "6.1.4"})},
        {"name": "django", "events": ({"introduced": "0"},)},
        {"name": "django", "events": ({"introduced": "6.0"}, {"last_affected": "6.1.3"})},
        # a range after a fixed one, and events in no order
        {
            "name": "django",
            "events": ({"introduced": "6.1"}, {"fixed": "5.0.9"}, {"introduced": "5.0"}),
        },
    ],
)
def test_it_finds_what_is_affected(
    lock: Path, write: Write, affected: dict[str, Any], suffix: str
) -> None:
    with pytest.raises(CommandError, match="upgrade"):
        look(lock, write(**affected, suffix=suffix))


@pytest.mark.parametrize(
    "harmless",
    [
        {"name": "django", "versions": ("6.1.2", "6.1.30")},
        {"name": "django-extensions", "versions": ("6.1.3",)},
        {"name": "django", "events": ({"introduced": "6.1"}, {"fixed": "6.1.3"})},
        {"name": "django", "events": ({"introduced": "6.0"}, {"last_affected": "6.1.2"})},
        {"name": "django", "events": ({"introduced": "6.2"},)},
        {"name": "django", "versions": ("6.1.3",), "withdrawn": "2026-01-01T00:00:00Z"},
    ],
)
def test_it_lets_pass_what_is_not(lock: Path, write: Write, harmless: dict[str, Any]) -> None:
    assert "Found: nothing" in look(lock, write(**harmless))


def test_it_names_the_advisory_and_where_it_is_fixed(lock: Path, write: Write) -> None:
    events = ({"introduced": "6.1"}, {"fixed": "6.1.4"})
    folder = write("django", events=events, aliases=["CVE-2026-1"])
    said = StringIO()
    with pytest.raises(CommandError, match=r"advisories name django 6\.1\.3: upgrade"):
        call_command("advisories", "--database", folder, "--lock", lock, stdout=said)
    assert "Found: django 6.1.3: TEST-0 (CVE-2026-1), fixed in 6.1.4" in said.getvalue()


def test_it_refuses_a_source_of_more_than_14_days(lock: Path, write: Write) -> None:
    folder = write(age=timedelta(days=15, minutes=1))
    with pytest.raises(CommandError, match="15 days old, more than 14"):
        look(lock, folder)
    write(age=timedelta(days=13))  # the newest record counts
    assert "Found: nothing" in look(lock, folder)


def test_it_refuses_a_source_of_tomorrow(lock: Path, write: Write) -> None:
    with pytest.raises(CommandError, match="future"):
        look(lock, write(age=timedelta(days=-2)))


def test_it_fails_when_there_was_nothing_to_look_in(lock: Path, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "no advisory"}')
    with pytest.raises(CommandError, match="not looked up: there is no advisory"):
        look(lock, tmp_path)


def test_it_fails_when_there_was_nothing_to_look_up(lock: Path, write: Write) -> None:
    lock.write_text("# nothing\n")
    with pytest.raises(CommandError, match=r"not looked up: requirements\.txt locks no version"):
        look(lock, write())


@pytest.mark.parametrize("text", ["{", '{"id": "X", "affected": 3}'])
def test_it_fails_on_a_record_that_it_cannot_read(lock: Path, write: Write, text: str) -> None:
    folder = write()
    (folder / "broken.json").write_text(text)
    with pytest.raises(CommandError, match=r"not looked up: .*broken\.json cannot be read"):
        look(lock, folder)


def answer_of_pip_audit(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """Let a program answer in its place."""
    program = folder / "pip-audit"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{text}\nEND\n")
    program.chmod(0o755)
    monkeypatch.setattr(pypi.sys, "executable", str(folder / "python"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        '{"dependencies": []}',
        '{"dependencies": [{"name": "django", "skip_reason": "not found"}]}',
    ],
)
def test_a_part_of_an_answer_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lock: Path, text: str
) -> None:
    answer_of_pip_audit(monkeypatch, tmp_path, text)
    with pytest.raises(NotLookedUp, match="PyPI"):
        pypi.ask(read_lock(lock), lock)


def test_it_reads_the_answer_of_the_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lock: Path
) -> None:
    """A version whose marker excludes this machine is not asked for, nor missed."""
    found = {"id": "PYSEC-2026-1", "fix_versions": ["6.1.4"]}
    answer = {"dependencies": [{"name": "django", "version": "6.1.3", "vulns": [found]}]}
    answer_of_pip_audit(monkeypatch, tmp_path, json.dumps(answer))
    report = pypi.ask(read_lock(lock), lock)
    assert [str(each) for each in report.findings] == ["django 6.1.3: PYSEC-2026-1, fixed in 6.1.4"]
    assert [each.name for each in report.looked_up] == ["django"]
