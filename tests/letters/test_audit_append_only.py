"""The database itself refuses to change or remove an entry of the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from console.shell.models import AuditEntry, ChainHead
from tests.log import write_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    return write_entry(event="tests.thing.happened", actor_name="Ada")


def test_it_refuses_to_change_an_entry(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(actor_name="Eve")
    entry.refresh_from_db()
    assert entry.actor_name == "Ada"


def test_it_refuses_to_remove_an_entry(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"hash": "0" * 64},
        {"number": 0, "hash": ""},
        {"organization_id": 7},
        {"person_id": 7},
        {"adopted": 1},
    ],
)
def test_the_head_of_a_chain_only_goes_forwards(entry: AuditEntry, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="only goes forwards"), transaction.atomic():
        ChainHead.objects.update(**change)
    assert ChainHead.objects.get().number == entry.number == 1


def test_the_head_of_a_chain_stays(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        ChainHead.objects.all().delete()
    assert ChainHead.objects.get().hash == entry.hash
