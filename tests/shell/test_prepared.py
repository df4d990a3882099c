"""Queries that are put into SQL once answer as the queryset they were made of."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from console.shell.prepared import Among, Prepared, Slot
from orgs.models import Membership, Organization
from tests.shell.people import join_all, make_users


def members() -> Prepared[Membership]:
    return Prepared[Membership](
        lambda: (
            Membership.objects.select_related("user", "organization")
            .with_team_names()  # type: ignore[attr-defined]
            .filter(organization_id=Slot("organization"))
            .order_by("sort_name")
        )
    )


def test_it_gives_the_objects_that_the_queryset_gives(organization: Organization) -> None:
    join_all(organization, make_users(3), "cab")
    asked = members()
    for _again in range(2):
        with CaptureQueriesContext(connection) as made:
            found = asked.all(organization=organization.pk)
            assert [each.user.pk for each in found] == [each.user_id for each in found]
            assert all(each.organization == organization for each in found)
            assert [each.team_names for each in found] == [[], [], []]
        assert len(made) == 1
        rows = Membership.objects.filter(organization=organization).order_by("sort_name")
        assert found == list(rows)
        for prepared, plain in zip(found, rows, strict=True):
            assert {**vars(prepared), "_state": None}.items() >= {
                **vars(plain),
                "_state": None,
            }.items()


def test_it_fills_each_question_with_its_own_values(organization: Organization) -> None:
    other = Organization.objects.create(slug="other", name="Other")
    join_all(organization, make_users(2), "ab")
    asked = members()
    assert len(asked.all(organization=organization.pk)) == 2
    assert asked.all(organization=other.pk) == []
    assert asked.first(organization=other.pk) is None
    with pytest.raises(KeyError):
        asked.all()


@pytest.mark.django_db(transaction=True)
def test_it_locks_inside_a_transaction_only() -> None:
    organization = Organization.objects.create(slug="locks", name="Locks")
    locked = Prepared[Organization](
        lambda: Organization.objects.select_for_update().filter(pk=Slot("pk"))
    )
    for _again in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as made:
            assert locked.first(pk=organization.pk) == organization
        assert "FOR UPDATE" in made[0]["sql"]
        with pytest.raises(TransactionManagementError):
            locked.first(pk=organization.pk)


def test_it_takes_a_list_and_gives_tuples(organization: Organization) -> None:
    join_all(organization, make_users(3), "abc")
    first, second, _third = Membership.objects.order_by("sort_name").values_list("pk", flat=True)
    names = Prepared[tuple[str]](
        lambda: (
            Membership.objects.filter(Among("pk", "members"))
            .order_by("sort_name")
            .values_list("sort_name")
        )
    )
    assert names.all(members=[second, first, 10**30]) == [("a",), ("b",)]
    assert names.all(members=[]) == []
