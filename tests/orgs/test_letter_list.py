"""Where an Organization's letters are, and sending one again that did not arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell import postman
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.letters import resend_letter
from orgs.models import Organization
from tests.conftest import Cast

As = Callable[..., Client]
PATH = "/o/alpine/letters/"
State = OutgoingLetter.State


def write(organization: Organization, to: str, state: str = State.SENT, **more: object) -> int:
    """A letter of that Organization."""
    row = OutgoingLetter.objects.create(
        key=f"{organization.slug}-{to}",
        event="orgs.member.role_changed",
        organization_id=organization.pk,
        to=to,
        subject=f"To {to}",
        text="the text with a link that is nobody else's",
        message_id=f"<{to}>",
        state=state,
        **more,
    )
    return row.pk


def legal(cast: Cast) -> Actor:
    """Lara, acting now."""
    own = cast.membership("legal")
    return Actor(
        user_id=own.user_id,
        name="Lara",
        organization_id=own.organization_id,
        membership_id=own.pk,
        role=own.role,
    )


def test_it_says_whom_and_why_but_not_what(cast: Cast, as_: As) -> None:
    write(cast.alpine, "lost@example.com", State.DEAD, last_error="550 no such mailbox")
    write(cast.rival, "other@example.com", State.DEAD)
    page = as_("administrator").get(PATH).content.decode()
    assert "lost@example.com" in page
    assert "550 no such mailbox" in page
    assert "nobody else" not in page
    assert "other@example.com" not in page


def test_it_shows_the_undeliverable_alone(cast: Cast, as_: As) -> None:
    write(cast.alpine, "lost@example.com", State.DEAD)
    write(cast.alpine, "fine@example.com")
    page = as_("legal").get(PATH, {"state": "dead"}).content.decode()
    assert "lost@example.com" in page
    assert "fine@example.com" not in page


def test_it_goes_out_again_with_the_same_message_id(
    cast: Cast, as_: As, mailoutbox: list[object]
) -> None:
    number = write(cast.alpine, "lost@example.com", State.DEAD, attempts=7, last_error="550 no")
    as_("administrator").post(f"{PATH}{number}/resend/")
    postman.drain()
    letter = OutgoingLetter.objects.get(pk=number)
    assert letter.state == State.SENT
    assert letter.message_id == "<lost@example.com>"
    assert AuditEntry.objects.filter(event="orgs.letter.resent").count() == 1


@pytest.mark.parametrize("state", [State.SENT, State.PENDING, State.SENDING, State.SKIPPED])
def test_nothing_is_sent_twice_on_purpose(cast: Cast, state: str) -> None:
    number = write(cast.alpine, "lost@example.com", state)
    with pytest.raises(Refused):
        resend_letter(actor=legal(cast), letter_id=number)
    assert OutgoingLetter.objects.get(pk=number).state == state
    assert not AuditEntry.objects.exists()


def test_a_file_of_it_holds_what_the_list_shows(cast: Cast, as_: As) -> None:
    write(cast.alpine, "lost@example.com", State.DEAD)
    write(cast.alpine, "fine@example.com")
    answer = as_("legal").get(f"{PATH}export/", {"state": "dead"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "lost@example.com" in text
    assert "fine@example.com" not in text
    page = as_("legal").get(PATH, {"state": "dead"}).content.decode()
    assert f";{State.DEAD.label};" in text
    assert str(State.DEAD.label) in page, "in the words of the page"


def test_the_home_page_counts_the_lost_ones_of_thirty_days(cast: Cast, as_: As) -> None:
    old = timezone.now() - timedelta(days=31)
    write(cast.alpine, "lost@example.com", State.DEAD)
    write(cast.alpine, "old@example.com", State.DEAD, created_at=old)
    write(cast.rival, "other@example.com", State.DEAD)
    assert "1 letter could not be delivered" in as_("legal").get("/o/alpine/").content.decode()
    for part in ("collaborator", "external", "partner_full"):
        assert "1 letter could not" not in as_(part).get("/o/alpine/").content.decode()
