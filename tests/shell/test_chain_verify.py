"""Whoever changes the log behind the console's back is found out."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from console.shell.chain import FACTS, Key, current_key, seal
from console.shell.chain_verify import Report, Seen, verify
from console.shell.models import AuditEntry, ChainHead
from orgs.models import Organization
from tests.log import write_entries, write_entry

pytestmark = pytest.mark.django_db(transaction=True)
AFTER = {"one": 1, "list": [1, 2.5, None], "yes": True, "name": "Ada", "deep": {"a": "é"}}


@pytest.fixture
def log() -> int:
    """Six entries of an Organization, and another log beside it."""
    organization = Organization.objects.create(slug="sealed", name="Sealed")
    for place in range(1, 7):
        write_entry(
            organization_id=organization.pk,
            event="tests.thing.happened",
            actor_name="Ada",
            actor_id=place,
            subject_name=f"Thing {place}",
            before={"role": "collaborator"},
            after=AFTER,
            ip="2001:db8::1" if place % 2 else "192.0.2.1",
        )
    write_entry(person_id=5, event="tests.thing.happened")
    write_entry(event="tests.thing.happened")
    assert faults() == []
    return organization.pk


def faults(**kept: Any) -> list[str]:
    return [fault for report in verify(**kept) for fault in report.faults]


def tamper(sql: str, *values: Any) -> None:
    """What somebody with every right in the database can do."""
    tables = {"shell_auditentry": "shell_audit_append_only"}
    tables["shell_chainhead"] = "shell_chain_head_forwards"
    with connection.cursor() as cursor:
        for table, trigger in tables.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        cursor.execute(sql, values or None)
        assert cursor.rowcount
        for table, trigger in tables.items():
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


def change(number: int, column: str, value: Any, cast: str = "") -> None:
    tamper(
        f"UPDATE shell_auditentry SET {column} = %s{cast}"
        " WHERE organization_id IS NOT NULL AND number = %s",
        value,
        number,
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", "tests.thing.forgotten"),
        ("actor_id", 99),
        ("actor_id", None),
        ("actor_name", "Eve"),
        ("actor_name", "Аda"),  # a Cyrillic A
        ("actor_name", "Ada "),
        ("on_behalf_of", "Agency"),
        ("credential", "session"),
        ("subject_type", "orgs.team"),
        ("subject_id", 1),
        ("subject_name", "Thing 3\u200b"),
        ("about_id", 1),
        ("undoes", 1),
        ("ip", "2001:db8::2"),
        ("ip", None),
        ("request_id", "x"),
        ("key_id", "00000000"),
        ("hash", "0" * 64),
    ],
)
def test_it_finds_any_fact_that_was_changed(log: int, column: str, value: Any) -> None:
    change(3, column, value)
    found = faults()
    assert found
    assert found[0].startswith("entry 3 ")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"one": 1', '"one": "1"'),
        ('"one": 1', '"one": 1.0'),
        ('"one": 1', '"one": true'),
        ('"yes": true', '"yes": 1'),
        ('"yes": true', '"yes": "true"'),
        ("null", '"null"'),
        ("null", "0"),
        ('"name": "Ada"', '"name": "Аda"'),
        ('"é"', '"e\u0301"'),
        ("[1, 2.5", "[2.5, 1"),
        ('"one": 1', '"two": 1'),
    ],
)
def test_it_finds_a_value_of_another_type(log: int, was: str, becomes: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT after::text FROM shell_auditentry WHERE number = 3")
        (text,) = cursor.fetchone()
    assert was in text
    change(3, "after", text.replace(was, becomes), "::jsonb")
    assert faults() == ["entry 3 was changed"]


def test_the_same_values_written_otherwise_are_no_change(log: int) -> None:
    """What the database keeps is sealed, not how somebody typed it."""
    change(3, "before", '{ "role" :  "collab\\u006frator" }', "::jsonb")
    change(4, "created_at", AuditEntry.objects.get(organization_id=log, number=4).created_at)
    assert faults() == []


@pytest.mark.parametrize("shift", ["1 hour", "1 microsecond", "-1 day"])
def test_it_finds_another_moment(log: int, shift: str) -> None:
    tamper(
        "UPDATE shell_auditentry SET created_at = created_at + %s::interval WHERE actor_id = 2",
        shift,
    )
    assert faults() == ["entry 2 was changed"]


def test_it_finds_a_moment_read_in_another_zone(log: int) -> None:
    tamper(
        "UPDATE shell_auditentry SET created_at ="
        " (created_at AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Zurich' WHERE actor_id = 2"
    )
    assert faults() == ["entry 2 was changed"]


def test_it_finds_an_entry_that_is_missing(log: int) -> None:
    tamper("DELETE FROM shell_auditentry WHERE actor_id IN (3, 4)")
    assert faults() == ["entries 3 to 4 are missing"]


def test_it_finds_a_gap_that_was_closed(log: int) -> None:
    tamper("DELETE FROM shell_auditentry WHERE actor_id = 3")
    tamper("UPDATE shell_auditentry SET number = number - 1 WHERE actor_id = 4")
    tamper("UPDATE shell_auditentry SET number = number - 1 WHERE actor_id = 5")
    tamper("UPDATE shell_auditentry SET number = number - 1 WHERE actor_id = 6")
    found = faults()
    assert found[0] == "entry 3 was changed"
    assert found[-1] == "cut off: entry 6 is missing"


def test_it_finds_two_that_were_swapped(log: int) -> None:
    tamper("UPDATE shell_auditentry SET number = -3 WHERE actor_id = 3")
    tamper("UPDATE shell_auditentry SET number = 3 WHERE actor_id = 5")
    tamper("UPDATE shell_auditentry SET number = 5 WHERE actor_id = 3")
    found = faults()
    assert "entry 3 was changed" in found
    assert "entry 5 was moved" in found


def test_it_finds_an_entry_that_was_put_in(log: int) -> None:
    columns = "organization_id, event, actor_name, on_behalf_of, credential, subject_type"
    columns += ", subject_name, before, after, request_id, created_at, key_id, hash"
    copy = f"INSERT INTO shell_auditentry (number, {columns}) SELECT %s, {columns}"
    copy += " FROM shell_auditentry WHERE actor_id = 2"
    tamper(copy, 7)
    assert "entries after the head, number 6, were inserted" in faults()
    tamper("DELETE FROM shell_auditentry WHERE number = 7")
    assert faults() == []
    tamper(copy, 0)
    assert faults() == ["entry 0 was inserted: its number is taken"]
    tamper("DELETE FROM shell_auditentry WHERE number = 0")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shell_auditentry DROP CONSTRAINT audit_chain")
    try:
        tamper(copy, 3)
        assert faults() == ["entry 3 was inserted: its number is taken"]
    finally:
        tamper("DELETE FROM shell_auditentry WHERE number = 3 AND actor_id IS NULL")
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE shell_auditentry ADD CONSTRAINT audit_chain"
                " UNIQUE NULLS NOT DISTINCT (organization_id, person_id, number)"
            )


def test_it_finds_the_newest_cut_off(log: int) -> None:
    tamper("DELETE FROM shell_auditentry WHERE actor_id > 4")
    assert faults() == ["cut off: entries 5 to 6 are missing"]


def test_it_finds_a_whole_log_cut_off(log: int) -> None:
    tamper("DELETE FROM shell_auditentry WHERE organization_id IS NOT NULL")
    assert faults() == ["cut off: entries 1 to 6 are missing"]


def test_it_finds_that_the_head_was_taken_away(log: int) -> None:
    tamper("DELETE FROM shell_chainhead WHERE organization_id IS NOT NULL")
    assert faults() == ["the head is missing"]


def rewrite(log: int, key: Key, *, first: int) -> None:
    """Every hash from there on, made anew with some key, and the head with them."""
    rows = AuditEntry.objects.filter(organization_id=log).order_by("number")
    previous = rows.filter(number__lt=first).last()
    digest = previous.hash if previous else ""
    for row in rows.filter(number__gte=first):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT before::text, after::text FROM shell_auditentry WHERE id = %s", [row.pk]
            )
            before, after = cursor.fetchone()
        facts = {name: getattr(row, name) for name in FACTS} | {"before": before, "after": after}
        digest = seal(facts, number=row.number, previous=digest, key=key)
        tamper("UPDATE shell_auditentry SET hash = %s WHERE id = %s", digest, row.pk)
    tamper("UPDATE shell_chainhead SET hash = %s WHERE organization_id = %s", digest, log)


def test_it_finds_all_that_was_rewritten_without_the_key(log: int) -> None:
    change(3, "actor_name", "Eve")
    rewrite(log, Key(current_key().id, b"guessed"), first=3)
    assert faults() == [f"entry {number} was changed" for number in (3, 4, 5, 6)]


def test_the_rewriting_itself_is_right(log: int) -> None:
    """The control: with the key, the same rewriting passes, and only a kept head tells."""
    kept = Seen(6, AuditEntry.objects.get(organization_id=log, number=6).hash)
    early = Seen(2, AuditEntry.objects.get(organization_id=log, number=2).hash[:12])
    change(3, "actor_name", "Eve")
    rewrite(log, current_key(), first=3)
    assert faults() == []
    assert faults(organization_id=log, seen=[early, kept]) == [
        "entry 6 is not the one that was the head: history rewritten"
    ]


def test_a_kept_head_tells_what_was_cut_off_together_with_the_head(log: int) -> None:
    kept = Seen.of(f"6:{AuditEntry.objects.get(organization_id=log, number=6).hash.upper()}")
    before = AuditEntry.objects.get(organization_id=log, number=4).hash
    tamper("DELETE FROM shell_auditentry WHERE actor_id > 4")
    tamper(
        "UPDATE shell_chainhead SET number = 4, hash = %s WHERE organization_id = %s", before, log
    )
    assert faults() == []
    assert faults(organization_id=log, seen=[kept]) == [
        "cut off: entry 6 was the head once and is not here"
    ]


def test_another_key_in_turn_verifies_what_the_older_one_sealed(log: int, settings: Any) -> None:
    older, settings.AUDIT_KEY = settings.AUDIT_KEY, "another key " * 5
    write_entry(organization_id=log, event="tests.thing.happened")
    assert faults()[0].startswith("entry 1 names a key that is not here")
    settings.AUDIT_KEY_FALLBACKS = [older]
    assert faults() == []
    settings.SECRET_KEY = "a new one, and nothing changes"
    assert faults() == []


def test_it_reads_in_pieces(log: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write_entries(*({"organization_id": log, "event": f"tests.thing.n{n}"} for n in range(50)))
    monkeypatch.setattr("console.shell.chain_verify.BATCH", 7)
    reports = list(verify())
    assert [(report.entries, report.faults) for report in reports] == [(56, []), (1, []), (1, [])]
    assert isinstance(reports[0], Report)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_log", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_checked_and_what_it_cannot(log: int) -> None:
    told = run()
    assert "8 entries in 3 chains checked" in told
    assert "not checkable without --head" in told
    assert told.endswith("everything fits\n")
    head = ChainHead.objects.get(organization_id=log)
    told = run("--organization", "sealed", "--head", f"6:{head.hash}")
    assert "6 entries in 1 chains checked" in told
    assert "not checkable" not in told


def test_the_command_fails_and_names_the_entry(log: int) -> None:
    change(3, "actor_name", "Eve")
    with pytest.raises(CommandError, match="1 of 3 chains do not fit") as failure:
        run()
    assert failure.value.returncode == 1
    with pytest.raises(CommandError):
        run("--organization", "sealed")


@pytest.mark.parametrize(
    "text", ["6", "6:abc", "six:" + "a" * 64, "6:" + "g" * 12, "0:" + "a" * 64]
)
def test_a_head_that_is_none_is_refused(log: int, text: str) -> None:
    with pytest.raises(CommandError):
        run("--organization", "sealed", "--head", text)
    with pytest.raises(CommandError, match="needs --organization"):
        run("--head", "6:" + "a" * 64)


def test_a_log_that_is_gone_altogether_is_told_by_a_kept_head(log: int) -> None:
    head = ChainHead.objects.get(organization_id=log).hash
    tamper("DELETE FROM shell_auditentry WHERE organization_id IS NOT NULL")
    tamper("DELETE FROM shell_chainhead WHERE organization_id IS NOT NULL")
    assert "everything fits" in run("--organization", "sealed")
    with pytest.raises(CommandError, match="once it had one"):
        run("--organization", "sealed", "--head", f"6:{head}")
