"""Somebody is new in the Organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from console.shell.letters import Letter, Occasion, letter
from orgs import topics
from orgs.models import Membership
from orgs.policy import decide
from orgs.reach import as_actor
from orgs.roles import role_label

TOPIC = "orgs.member_joined"
topics.sends(TOPIC)


@letter("orgs.member.joined")
def tell_who_wants_to_know(occasion: Occasion) -> Iterator[Letter]:
    """The topic "New user" (G1.12): everybody who chose it but the person themselves."""
    newcomer = cast("Membership", occasion.subject)
    for member in topics.recipients(newcomer.organization_id, TOPIC):
        if member.pk != newcomer.pk:
            yield about_newcomer(newcomer, member)


def about_newcomer(newcomer: Membership, reader: Membership) -> Letter:
    """The letter to one member; the address of the newcomer only where the reader sees those.

    Whoever else writes to somebody that a person joined yields this one: the same letter
    reaches the same address once.
    """
    sees_addresses = decide(as_actor(reader), "orgs.member.contact")
    return Letter(
        to=reader.user.email,
        template="orgs/member_joined",
        context={
            "person": reader.user.full_name,
            "newcomer": newcomer.user.full_name,
            "newcomer_email": newcomer.user.email if sees_addresses else "",
            "role": role_label(newcomer.role),
            "has_accounting": newcomer.has_accounting,
            "organization": newcomer.organization.name,
            "slug": newcomer.organization.slug,
            "newcomer_id": newcomer.pk,
        },
        language=reader.user.language,
        time_zone=reader.user.time_zone,
        to_name=reader.user.full_name,
    )
