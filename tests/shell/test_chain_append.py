"""Entries come into their chain one after the other, whoever writes at the same moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from console.shell import chain_append
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from console.shell.chain import Chain, canonical_json
from console.shell.chain_append import foresee
from console.shell.chain_verify import verify
from console.shell.models import AuditEntry, ChainHead
from orgs import guards
from orgs.models import Organization
from tests.log import write_entry

THREADS, EACH = 8, 5
commits = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organization(db: None) -> Organization:
    return Organization.objects.create(slug="sealed", name="Sealed")


def all_at_once(organization: Organization, *, is_foreseen: bool = False) -> list[Exception]:
    """Several threads, each with entries of one chain in transactions of their own."""
    barrier, problems = threading.Barrier(THREADS), []

    def write() -> None:
        try:
            barrier.wait()
            for _time in range(EACH):
                with transaction.atomic():
                    if is_foreseen:
                        foresee(Chain(organization.pk), None)
                    write_entry(organization_id=organization.pk, event="tests.thing.happened")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


@commits
@pytest.mark.parametrize("is_foreseen", [False, True])
def test_no_number_is_left_out_or_given_twice(
    organization: Organization, is_foreseen: bool
) -> None:
    """Also where everybody thought that the chain was empty."""
    assert all_at_once(organization, is_foreseen=is_foreseen) == []
    numbers = AuditEntry.objects.order_by("id").values_list("number", flat=True)
    assert list(numbers) == list(range(1, THREADS * EACH + 1))
    assert [report.faults for report in verify()] == [[]]


@commits
def test_without_the_lock_they_collide(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: when the head is read and not held, entries are lost."""
    write_entry(organization_id=organization.pk, event="tests.thing.happened")
    unheld = (
        "SELECT id, number, hash FROM shell_chainhead WHERE organization_id = %s OR person_id = %s"
    )
    monkeypatch.setattr(chain_append, "_HOLD", unheld)
    unfenced = chain_append._APPEND.format(
        move="UPDATE shell_chainhead SET number = %s, hash = %s WHERE id = %s"
        " AND (%s, %s) IS NOT NULL RETURNING id"
    )
    monkeypatch.setattr(chain_append, "_APPEND_NEXT", unfenced)
    assert all_at_once(organization)


@commits
def test_what_is_rolled_back_leaves_no_gap(organization: Organization) -> None:
    write_entry(organization_id=organization.pk, event="tests.thing.happened")
    with transaction.atomic():
        write_entry(organization_id=organization.pk, event="tests.thing.happened")
        transaction.set_rollback(True)
    write_entry(organization_id=organization.pk, event="tests.thing.happened")
    assert list(AuditEntry.objects.order_by("id").values_list("number", flat=True)) == [1, 2]
    assert [report.faults for report in verify()] == [[]]


@commits
def test_every_kind_of_value_verifies(organization: Organization) -> None:
    values = {
        "float": 1.5, "tiny": 1e-9, "huge": 1e300, "minus": -0.0, "exponent": 1e22,
        "big": 2**70, "money": Decimal("10.00"), "none": None, "yes": True, "no": False,
        "when": datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC), "lazy": gettext_lazy("Name"),
        "text": "a\\b\"c'd\n\té🙂{}", "list": [1, [2, {"x": None}]], "deep": {"b": 1, "a": 2}, 7: 8,
    }  # fmt: skip
    record(
        "tests.thing.happened",
        Actor(user_id=1, name="Ada\nLovelace \\ {x}", organization_id=organization.pk, ip="::1"),
        organization,
        before=values,  # type: ignore[arg-type]
        after={"n": [float(n) / 7 for n in range(50)]},
    )
    record("tests.thing.happened", Actor(None, ip="::ffff:192.0.2.1"), organization)
    assert [report.faults for report in verify()] == [[], []]


@pytest.mark.parametrize(
    ("one", "other"), [("1", "1.0"), ("1", '"1"'), ("1", "true"), ("null", '""'), ("[]", "{}")]
)
def test_different_values_are_encoded_differently(one: str, other: str) -> None:
    assert canonical_json(one) != canonical_json(other)


@pytest.mark.parametrize(
    ("one", "other"), [("1e2", "100"), ("-0.0", "0.0"), ('{"a":1,"b":2}', '{ "b":2, "a":1 }')]
)
def test_the_same_value_is_encoded_the_same(one: str, other: str) -> None:
    assert canonical_json(one) == canonical_json(other)


@pytest.mark.django_db
def test_many_changes_are_written_in_one_statement(
    organization: Organization, django_assert_num_queries: Any
) -> None:
    actor = Actor(user_id=1, name="Ada", organization_id=organization.pk)
    others = [Organization(pk=1000 + n, name=f"Other {n}", slug=f"n{n}") for n in range(300)]
    with transaction.atomic():
        guards.lock(organization.pk)
        with django_assert_num_queries(1):
            entries = record_each(
                "tests.thing.happened",
                actor,
                [Happened(each, after={"n": each.pk}) for each in others],
            )
        with django_assert_num_queries(1):
            record("tests.thing.happened", actor, organization)
    assert [entry.number for entry in entries] == list(range(1, 301))
    rows = AuditEntry.objects.order_by("number")
    assert [row.subject_name for row in rows[:300]] == [f"Other {n}" for n in range(300)]
    assert [row.pk for row in rows[:300]] == [entry.pk for entry in entries]
    assert entries[7].after == rows[7].after == {"n": 1007}
    assert ChainHead.objects.get().number == 301


@pytest.mark.django_db
def test_nothing_changed_writes_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert record_each("tests.thing.happened", Actor(None), []) == []


@pytest.mark.django_db
def test_each_log_is_a_chain_of_its_own(organization: Organization) -> None:
    numbers = [
        write_entry(event="tests.thing.happened", **where).number
        for where in (
            {"organization_id": organization.pk}, {"person_id": 3}, {}, {"person_id": 3},
            {"organization_id": organization.pk + 1}, {}, {"organization_id": organization.pk},
        )
    ]  # fmt: skip
    assert numbers == [1, 1, 1, 2, 1, 2, 2]
    assert ChainHead.objects.count() == 4


@pytest.mark.django_db
def test_a_head_foreseen_wrongly_spoils_nothing(organization: Organization) -> None:
    first = write_entry(organization_id=organization.pk, event="tests.thing.happened")
    head = ChainHead.objects.get()
    for wrong in (
        None,
        {"id": head.pk, "number": 7, "hash": first.hash},
        {"id": head.pk, "number": 1, "hash": "0" * 64},
        {"id": head.pk + 99, "number": 1, "hash": first.hash},
    ):
        foresee(Chain(organization.pk), wrong)
        write_entry(organization_id=organization.pk, event="tests.thing.happened")
    assert list(AuditEntry.objects.order_by("id").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
    ]
