"""A log that is older than the chain goes on as one, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from console.shell.chain_verify import verify
from console.shell.models import AuditEntry, ChainHead
from tests.log import write_entry

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, NOW = "0003_letter_lists", "0005_chain_adopts"


def migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("shell", name)])


@pytest.fixture
def older_log() -> Iterator[None]:
    """The table as the first release made it, with 2,503 entries of four logs."""
    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shell_auditentry (organization_id, person_id, event, actor_name,"
            " on_behalf_of, credential, subject_type, subject_name, before, after, ip,"
            " request_id, created_at)"
            " SELECT CASE WHEN n %% 3 = 1 THEN 7 END, CASE WHEN n %% 3 = 2 THEN 8 END,"
            " 'tests.thing.happened', 'Ada', '', '', '', 'Thing', '{}',"
            " jsonb_build_object('n', n, 'half', n / 2.0), '192.0.2.1', '', now()"
            " FROM generate_series(1, 2503) AS n",
            [],
        )
    yield
    migrate(NOW)


def test_older_entries_are_numbered_and_sealed(
    older_log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(NOW)
    assert [(report.entries, report.faults) for report in verify()] == [
        (835, []), (834, []), (834, []),
    ]  # fmt: skip
    in_order = AuditEntry.objects.filter(organization_id=7).order_by("id")
    assert list(in_order.values_list("number", flat=True)) == list(range(1, 836))
    assert write_entry(organization_id=7, event="tests.thing.happened").number == 836
    assert set(ChainHead.objects.values_list("adopted", flat=True)) == {835, 834}
    told = StringIO()
    call_command("verify_log", stdout=told)
    assert "not checkable: what was done to 2503 entries before the chain began" in told.getvalue()


def test_they_stay_append_only(older_log: None) -> None:
    migrate(NOW)
    with (
        pytest.raises(Exception, match="append-only"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE shell_auditentry SET actor_name = 'Eve'")


def test_the_way_back_keeps_every_entry(older_log: None) -> None:
    migrate(NOW)
    migrate(BEFORE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shell_auditentry")
        assert cursor.fetchone() == (2503,)
