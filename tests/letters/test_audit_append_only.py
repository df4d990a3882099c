"""The database itself refuses to change or remove an entry of the log."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from console.shell.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    return AuditEntry.objects.create(event="tests.thing.happened", actor_name="Ada")


def test_it_refuses_to_change_an_entry(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(actor_name="Eve")
    entry.refresh_from_db()
    assert entry.actor_name == "Ada"


def test_it_refuses_to_remove_an_entry(entry: AuditEntry) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()
    assert AuditEntry.objects.filter(pk=entry.pk).exists()
