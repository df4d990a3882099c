"""Letters to who is invited, and to who invited them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import get_language

from console.shell.letters import Letter, Occasion, letter, letter_guard
from orgs.invitations.promised import PromisedLines
from orgs.invitations.standing import Standing, standing_of
from orgs.invitations.tokens import link_of
from orgs.letters.joining import about_newcomer
from orgs.models import Invitation, Membership
from orgs.roles import DESCRIPTIONS, role_label

GUARD = "orgs.invitation.open"


@letter("orgs.invitation.created")
@letter("orgs.invitation.resent")
def ask_to_join(occasion: Occasion) -> Iterator[Letter]:
    """E2: who invites, where, as what, until when, and the link; in the language of the
    account, if the address has one, else in that of who invites.

    No word of a stranger stands in it but the names of the person, the Organization, its teams
    and its products.
    """
    invitation = cast("Invitation", occasion.subject)
    account = invitation.account
    language = account.language if account else get_language() or "en"
    lines = cast("PromisedLines", occasion.extra["promised"])
    yield Letter(
        to=invitation.email,
        template="orgs/invitation_created",
        context={
            "inviter": invitation.invited_by_name,
            "partner": occasion.actor.partner_name,
            "organization": invitation.organization.name,
            "role": role_label(invitation.role),
            "role_description": DESCRIPTIONS[invitation.role],
            "has_accounting": invitation.has_accounting,
            "teams": [
                each["name"] for each in cast("list[dict[str, str]]", occasion.extra["teams"])
            ],
            "promised": lines.of(invitation, language),
            "is_back": invitation.former_id is not None,
            "address": invitation.email,
            "expires_at": invitation.expires_at,
            "link": link_of(str(occasion.extra["token"])),
        },
        language=language,
        time_zone=account.time_zone if account else invitation.organization.time_zone,
        guard=GUARD,
        guard_arguments={"invitation_id": invitation.pk, "digest": invitation.token_digest},
    )


@letter_guard(GUARD)
def still_invited(invitation_id: int, digest: str) -> str:
    """Whether the link of this letter still opens: not withdrawn, answered, run out or replaced
    by a newer one, and who invited may still."""
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    if invitation is None:
        return "the invitation is gone"
    if invitation.token_digest != digest:
        return "a newer letter has replaced this one"
    standing = standing_of(invitation)
    return "" if standing == Standing.OPEN else f"the invitation is {standing.value}"


@letter("orgs.member.joined")
def tell_who_invited(occasion: Occasion) -> Iterator[Letter]:
    """Short: whom one invited has joined. Only while one is in that Organization oneself."""
    newcomer = cast("Membership", occasion.subject)
    inviter = cast("Membership | None", occasion.extra.get("invited_by"))
    if (
        inviter is not None
        and inviter.organization_id == newcomer.organization_id
        and inviter.suspended_at is None
        and inviter.user.is_active
    ):
        yield about_newcomer(newcomer, inviter)
