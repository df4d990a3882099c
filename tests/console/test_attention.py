"""What needs attention, on the home page: true, and only for whoever can settle it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.models import OutgoingLetter
from orgs.models import Invitation, Membership, Organization, Role
from products.models import Move, MoveItem
from tests.conftest import Cast
from tests.orgs.test_letter_list import write

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


def rows_behind(browser: Client, sentence: str) -> tuple[int, str]:
    """How many rows the list has that the line of this sentence leads to, and its text."""
    page = home(browser)
    line = page[page.index(sentence) :].split("</li>")[0]
    address = re.search(r'class="button small"\s+href="([^"]+)"', line)
    assert address, line
    text = browser.get(address[1].replace("&amp;", "&")).content.decode()
    return text[text.index("<tbody") :].count("<tr"), text


def test_it_counts_invitations_that_wait_and_that_ran_out(cast: Cast, as_: As) -> None:
    by = {"invited_by": cast.membership("legal")}
    gone = {"invited_by": cast.membership("suspended")}
    invite(cast.alpine, "one@example.com", days=3, **by)
    invite(cast.alpine, "two@example.com", days=4, **by)
    invite(cast.alpine, "three@example.com", days=-1, **by)
    invite(cast.alpine, "four@example.com", days=3, withdrawn_at=timezone.now(), **by)
    invite(cast.rival, "five@example.com", days=3)
    for number in range(3):
        invite(cast.alpine, f"dead{number}@example.com", days=3, **gone)
    browser = as_("administrator")
    page = home(browser)
    assert "wait for an answer" not in home(as_("collaborator"))
    for sentence, count, one in (
        ("2 invitations wait for an answer", 2, "one@example.com"),
        ("1 invitation has run out", 1, "three@example.com"),
        ("3 invitations are no longer valid", 3, "dead1@example.com"),
    ):
        assert sentence in page
        rows, text = rows_behind(browser, sentence)
        assert (rows, one in text) == (count, True)


def test_it_counts_the_letters_that_its_list_shows(cast: Cast, as_: As) -> None:
    write(cast.alpine, "lost@example.com", OutgoingLetter.State.DEAD)
    old = timezone.now() - timedelta(days=31)
    write(cast.alpine, "old@example.com", OutgoingLetter.State.DEAD, created_at=old)
    write(cast.alpine, "fine@example.com")
    rows, text = rows_behind(as_("legal"), "1 letter could not be delivered")
    assert (rows, "lost@example.com" in text) == (1, True)


def test_it_counts_the_offers_that_its_list_shows(cast: Cast, as_: As) -> None:
    for name, more in (
        ("come.example", {}),
        ("late.example", {"expires_at": timezone.now() - timedelta(hours=1)}),
        ("void.example", {"offered_by": None}),
    ):
        offer(cast.rival, cast.alpine, name, **{"offered_by": None, **more})
    leads = Membership.objects.get(organization=cast.rival, user=cast["stranger"])
    Move.objects.exclude(items__product_name="void.example").update(offered_by=leads)
    offer(cast.alpine, cast.rival, "go.example", offered_by=cast.membership("legal"))
    rows, text = rows_behind(as_("legal"), "1 offer of products waits for an answer")
    assert (rows, "come.example" in text) == (1, True)
    listed = as_("legal").get("/o/alpine/products/moves/?state=void").content.decode()
    assert "void.example" in listed
    assert "come.example" not in listed
    listed = as_("legal").get("/o/alpine/products/moves/?side=out").content.decode()
    assert "go.example" in listed
    assert "come.example" not in listed


def offer(here: Organization, there: Organization, name: str, **more: Any) -> None:
    """An offer of one product."""
    given = {"expires_at": timezone.now() + timedelta(days=3), "offered_by_name": "Sten"} | more
    move = Move.objects.create(organization=here, receiver=there, token_digest=name, **given)
    MoveItem.objects.create(organization=here, move=move, product_name=name, is_open=False)


@pytest.mark.parametrize("part", ["legal", "administrator", "partner_full"])
def test_nothing_stands_there_when_nothing_needs_anybody(cast: Cast, as_: As, part: str) -> None:
    Membership.objects.filter(pk=cast.membership("suspended").pk).delete()
    assert "Needs attention" not in home(as_(part))
