"""Pasted addresses, line by line: whom each means, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.models import Membership, Team

MOST = 500
LONGEST = 254


@dataclass(frozen=True, slots=True)
class Line:
    """One address as it was pasted: the member it means, or why it means nobody new."""

    number: int
    text: str
    membership: Membership | None = None
    problem: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """All lines; the people found are new to the team."""

    lines: list[Line]
    is_cut: bool

    @property
    def found(self) -> list[Line]:
        """The lines that mean somebody who can be added."""
        return [line for line in self.lines if not line.problem]

    @property
    def wrong(self) -> list[Line]:
        """The lines with a problem."""
        return [line for line in self.lines if line.problem]


def read_pasted(actor: Actor, team: Team, text: str) -> Pasted:
    """What the text means, at most 500 addresses of it; two queries.

    Only for whoever sees the addresses of people (`orgs.member.contact`): the answer tells
    who of them is here.
    """
    parts = [part.strip().strip("<>") for part in re.split(r"[\n\r,;]+", text)]
    asked = [part for part in parts if part]
    addresses = [part.lower() for part in asked[:MOST]]
    people = {
        member.user.email.lower(): member
        for member in Membership.objects.visible_to(actor)
        .filter(user__email__in={*asked[:MOST], *addresses})
        .select_related("user")
    }
    there = set(
        team.memberships.filter(membership__in=people.values()).values_list(
            "membership_id", flat=True
        )
    )
    seen: set[str] = set()
    lines = []
    for number, part in enumerate(asked[:MOST], 1):
        address = part.lower()
        member = people.get(address)
        problem = _problem(address, member, is_there=member is not None and member.pk in there)
        if address in seen:
            problem = _("The same address again.")
        seen.add(address)
        lines.append(Line(number, part[:LONGEST], None if problem else member, problem))
    return Pasted(lines, is_cut=len(asked) > MOST)


def _problem(address: str, member: Membership | None, *, is_there: bool) -> str | Promise:
    if is_there:
        return _("Is in this team already.")
    if member is not None:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        return _("This is no e-mail address.")
    return _("Nobody here has this address. Invite them first.")
