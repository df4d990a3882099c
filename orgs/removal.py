"""The end of a membership: what it takes away, and taking it away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Overtaken, Refused
from console.shell.actor import Actor
from orgs.following import Consequence, followers
from orgs.models import FormerMember, Membership, TeamMembership

# How long an invitation back gives what there was (decisions, G6).
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Part:
    """One consequence, and the name of the follower it comes from."""

    name: str
    consequence: Consequence

    @property
    def is_question(self) -> bool:
        """Whether somebody must say what becomes of it."""
        return bool(self.consequence.choices)


def parts_of(membership: Membership) -> list[Part]:
    """Everything that would end, from every app, in their order."""
    return [
        Part(name, each) for name, follower in followers() for each in follower.describe(membership)
    ]


def own_membership(actor: Actor, slug: str) -> Membership | None:
    """The person's own membership of that Organization, suspended or not."""
    rows = Membership.objects.filter(user_id=actor.person, organization__slug=slug)
    return rows.select_related("user", "organization").first()


def was_in(actor: Actor, slug: str) -> bool:
    """Whether the person was in that Organization once."""
    rows = FormerMember.objects.filter(user_id=actor.person, organization__slug=slug)
    return rows.exists()


def fingerprint(membership: Membership, parts: Sequence[Part]) -> str:
    """Another one as soon as anything of it is not as it was: role, suspension, any thing."""
    told = [
        [
            part.name,
            str(part.consequence.sentence),
            [str(item) for item in part.consequence.items],
            [choice.value for choice in part.consequence.choices],
        ]
        for part in parts
    ]
    state = [membership.pk, membership.version, _standing(membership), told]
    return hashlib.sha256(json.dumps(state, default=str).encode()).hexdigest()


def refuse_outdated(membership: Membership, version: int, seen: str | None) -> list[Part]:
    """What would end now; raises `Overtaken` when it is not what the person looked at.

    `seen` is the fingerprint of the first screen; None: only the version counts.
    """
    parts = parts_of(membership)
    if membership.version == version and seen in (None, fingerprint(membership, parts)):
        return parts
    raise Overtaken(
        _(
            "Something about %(person)s has meanwhile changed. Nothing was done; look at it "
            "again from the first step."
        )
        % {"person": membership.user}
    )


def refuse_unanswered(parts: Sequence[Part], choices: Mapping[str, str]) -> None:
    """Raises `Refused` for a question without one of its answers; nothing has a default."""
    for part in parts:
        values = {choice.value for choice in part.consequence.choices}
        if values and choices.get(part.name) not in values:
            raise Refused(
                _("Say first what shall happen: %(question)s")
                % {"question": part.consequence.question or part.consequence.sentence}
            )


def as_plain(membership: Membership) -> dict[str, Any]:
    """What the log keeps of a membership that ended: enough to make it again from it."""
    rows = TeamMembership.objects.filter(membership=membership).order_by("team__name")
    return {
        "role": membership.role,
        "has_accounting": membership.has_accounting,
        "teams": [
            {"id": pk, "name": name, "is_leader": leads}
            for pk, name, leads in rows.values_list("team_id", "team__name", "is_leader")
        ],
        "suspended_at": membership.suspended_at,
        "person_id": membership.user_id,
    }


def end_membership(
    actor: Actor, membership: Membership, choices: Mapping[str, str], *, has_left: bool = False
) -> FormerMember:
    """Keep what an invitation back would give again, then end everything for good.

    In the caller's transaction, under the lock of the Organization. What was kept of an earlier
    membership of the same person is forgotten: only the last one can be given back.
    """
    now = timezone.now()
    FormerMember.objects.filter(
        organization=membership.organization_id,
        user=membership.user_id,
        forgotten_at__isnull=True,
    ).update(snapshot={}, forgotten_at=now)
    former = FormerMember.objects.create(
        organization=membership.organization,
        user=membership.user,
        email=membership.user.email,
        full_name=membership.user.full_name,
        role=membership.role,
        has_accounting=membership.has_accounting,
        member_id=membership.pk,
        was_suspended=membership.suspended_at is not None,
        has_left=has_left,
        snapshot=_snapshot(membership),
        removed_at=now,
        removed_by=actor.name,
    )
    for name, follower in followers():
        follower.remove(membership, choices.get(name, ""))
    Membership.objects.filter(pk=membership.pk).delete()
    return former


def _snapshot(membership: Membership) -> dict[str, Any]:
    kept = {name: dict(follower.snapshot(membership)) for name, follower in followers()}
    return {name: values for name, values in kept.items() if values}


def _standing(membership: Membership) -> list[Any]:
    suspended = membership.suspended_at
    return [
        membership.role,
        membership.has_accounting,
        suspended.isoformat() if suspended else None,
    ]
