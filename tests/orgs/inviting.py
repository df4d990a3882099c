"""What the tests of invitations do over and over."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from console.shell.actor import Actor
from console.shell.models import OutgoingLetter
from orgs.actions.invitations import invite_member
from orgs.models import Invitation, Membership
from tests.conftest import Cast

NEW = "nina.new@nowhere.example"
INVITE = "/o/alpine/users/invite/"
MANY = "/o/alpine/users/invite/many/"
LIST = "/o/alpine/users/invitations/"
ANSWER = "/accounts/invitation/"
PASSWORD = "seven green umbrellas"


def actor_of(membership: Membership) -> Actor:
    return Actor(
        user_id=membership.user_id,
        name=str(membership.user),
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
    )


def invite(
    cast: Cast, email: str = NEW, *, by: str = "legal", role: str = "collaborator", **more: Any
) -> Invitation:
    """An invitation to `alpine`, made by the action."""
    actor = actor_of(cast.membership(by))
    return invite_member(actor=actor, email=email, role=role, is_proven=True, **more)


def invite_as_partner(cast: Cast, email: str = NEW) -> Invitation:
    """The same by the partner with full access."""
    actor = Actor(
        user_id=cast["partner_full"].pk,
        name=str(cast["partner_full"]),
        organization_id=cast.alpine.pk,
        role="partner_full",
        partner_id=cast["partner_full"].memberships.get().organization_id,
        partner_name="Fullagency",
    )
    return invite_member(actor=actor, email=email, role="collaborator", is_proven=True)


def link_to(email: str = NEW) -> str:
    """The path in the newest letter to that address."""
    letter = OutgoingLetter.objects.filter(to=email).latest("id")
    found = re.search(r"https?://[^/\s]+(/accounts/invitation/\w+/)", letter.text)
    assert found, letter.text
    return found[1]


def open_link(client: Client, path: str) -> Any:
    """Open the link of a letter, and the page it leads to."""
    return client.get(path, follow=True)


def answer(client: Client, what: str, **more: str) -> Any:
    """Answer the invitation that was opened in this browser."""
    page = client.get(ANSWER).content.decode()
    found = re.search(r'name="invitation"\s+value="(\d+)"', page)
    return client.post(ANSWER, {"answer": what, "invitation": found[1] if found else "0", **more})


def sign_up(client: Client, name: str = "Nina New") -> Any:
    return answer(client, "sign-up", full_name=name, password=PASSWORD)
