"""What needs attention, on the home page: true, and only for whoever can settle it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Invitation, Membership, Organization, Role
from tests.conftest import Cast

As = Callable[..., Client]


def home(client: Client) -> str:
    """The home page of `alpine`."""
    return client.get("/o/alpine/").content.decode()


def invite(organization: Organization, email: str, *, days: int, **more: object) -> None:
    """An invitation that runs out in so many days."""
    Invitation.objects.create(
        organization=organization,
        email=email,
        role=Role.COLLABORATOR,
        invited_by_name="Lara",
        token_digest=email,
        expires_at=timezone.now() + timedelta(days=days),
        **more,
    )


def test_it_counts_the_suspended(cast: Cast, as_: As) -> None:
    assert "1 person is suspended" in home(as_("administrator"))
    Membership.objects.filter(pk=cast.membership("external").pk).update(suspended_at=timezone.now())
    assert "2 people are suspended" in home(as_("administrator"))
    assert "are suspended" not in home(as_("collaborator"))


def test_it_misses_a_second_legal_representative(cast: Cast, as_: As) -> None:
    sentence = "There is one legal representative only"
    assert sentence not in home(as_("legal"))
    Membership.objects.filter(pk=cast.membership("legal2").pk).update(suspended_at=timezone.now())
    page = home(as_("legal"))
    assert sentence in page
    assert "Name a second" in page
    assert "Name a second" not in home(as_("administrator"))
    assert sentence in home(as_("administrator"))
    assert sentence not in home(as_("external"))


def test_it_counts_invitations_that_wait_and_that_ran_out(cast: Cast, as_: As) -> None:
    invite(cast.alpine, "one@example.com", days=3)
    invite(cast.alpine, "two@example.com", days=4)
    invite(cast.alpine, "three@example.com", days=-1)
    invite(cast.alpine, "four@example.com", days=3, withdrawn_at=timezone.now())
    invite(cast.rival, "five@example.com", days=3)
    page = home(as_("administrator"))
    assert "2 invitations wait for an answer" in page
    assert "1 invitation has run out" in page
    assert "wait for an answer" not in home(as_("collaborator"))


@pytest.mark.parametrize("part", ["legal", "administrator", "partner_full"])
def test_nothing_stands_there_when_nothing_needs_anybody(cast: Cast, as_: As, part: str) -> None:
    Membership.objects.filter(pk=cast.membership("suspended").pk).delete()
    assert "Needs attention" not in home(as_(part))
