"""Who is in a team, and who leads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.actions import Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import guards
from orgs.following import tell_of_team
from orgs.holding import hold_actor, hold_member, hold_members
from orgs.models import Membership, Team, TeamMembership
from orgs.team_rows import hold_team, place_of, why_not_lead

MOST_AT_ONCE = 500


@action
def add_to_team(*, actor: Actor, team_id: int, membership_ids: Sequence[int]) -> list[Membership]:
    """Put people into a team (G1.15), externals and suspended ones too; returns the new ones.

    Administrators do it in every team, its leader in this one: raises `Forbidden` for others,
    `Refused` for nobody or more than 500 at once, `Overtaken` when somebody or the team is
    gone. Whoever is in already stays as they are, without a trace.
    """
    guards.lock(actor.organization_id)
    asked = _some(membership_ids)
    people = hold_members(actor, asked)
    team = hold_team(actor, team_id, "orgs.team.staff")
    rows = TeamMembership.objects.filter(team=team, membership_id__in=asked)
    there = set(rows.values_list("membership_id", flat=True))
    newcomers = [member for member in people if member.pk not in there]

    TeamMembership.objects.bulk_create(
        TeamMembership(organization_id=team.organization_id, team=team, membership=member)
        for member in newcomers
    )
    tell_of_team(newcomers, team, joined=True)

    joined = [Happened(member, after=place_of(team, member)) for member in newcomers]
    record_each("orgs.team.joined", actor, joined)
    return newcomers


@action
def take_out_of_team(
    *, actor: Actor, team_id: int, membership_ids: Sequence[int]
) -> list[Membership]:
    """Take people out of a team; returns those who were in it.

    As `add_to_team` otherwise. A leader who goes leads no more.
    """
    guards.lock(actor.organization_id)
    asked = _some(membership_ids)
    people = hold_members(actor, asked)
    team = hold_team(actor, team_id, "orgs.team.staff")
    rows = TeamMembership.objects.filter(team=team, membership_id__in=asked)
    led = dict(rows.values_list("membership_id", "is_leader"))
    leavers = [member for member in people if member.pk in led]

    rows.delete()
    tell_of_team(leavers, team, joined=False)

    left = [
        Happened(member, before=place_of(team, member, is_leader=led[member.pk]))
        for member in leavers
    ]
    record_each("orgs.team.left", actor, left)
    return leavers


@action
def name_leader(
    *, actor: Actor, team_id: int, membership_id: int | None, seen: int | None
) -> Membership | None:
    """Name the leader of a team in place of the former one, or none (`membership_id` None).

    `seen` is who led it on the page that was looked at: raises `Overtaken` when that is not so
    any more. Raises `Refused` for somebody who is not in the team, an external (who sees
    nobody else) or somebody suspended. Nothing to do: returns without a trace.
    """
    guards.lock(actor.organization_id)
    if membership_id is None:
        hold_actor(actor)
    leader = hold_member(actor, membership_id) if membership_id else None
    team = hold_team(actor, team_id, "orgs.team.manage")
    former = _leader_of(team)
    if (former and former.pk) == membership_id:
        return leader
    if (former and former.pk) != seen:
        raise _led_by_another(former)
    if leader is not None:
        _refuse_leader(team, leader)

    TeamMembership.objects.filter(team=team, is_leader=True).update(is_leader=False)
    if leader is not None:
        TeamMembership.objects.filter(team=team, membership=leader).update(is_leader=True)

    record(
        "orgs.team.led",
        actor,
        team,
        before={"leader": _person(former)},
        after={"leader": _person(leader)},
    )
    return leader


def _some(membership_ids: Sequence[int]) -> list[int]:
    asked = list(dict.fromkeys(membership_ids))
    if not asked:
        raise Refused(_("Tick somebody first."))
    if len(asked) > MOST_AT_ONCE:
        sentence = ngettext(
            "At most %(count)d person at once.", "At most %(count)d people at once.", MOST_AT_ONCE
        )
        raise Refused(sentence % {"count": MOST_AT_ONCE})
    return asked


def _leader_of(team: Team) -> Membership | None:
    rows = Membership.objects.filter(team_memberships__team=team, team_memberships__is_leader=True)
    return rows.select_related("user").first()


def _refuse_leader(team: Team, leader: Membership) -> None:
    if not TeamMembership.objects.filter(team=team, membership=leader).exists():
        sentence = _("%(person)s is not in this team. Add them first.")
        raise Refused(sentence % {"person": leader.user})
    reason = why_not_lead(leader)
    if reason:
        raise Refused(reason)


def _led_by_another(former: Membership | None) -> Overtaken:
    if former is None:
        return Overtaken(_("This team has no leader any more. Look again."))
    sentence = _("%(person)s has meanwhile become the leader. Look again.")
    return Overtaken(sentence % {"person": former.user}, changed={"leader": former.pk})


def _person(member: Membership | None) -> dict[str, Any] | None:
    return {"id": member.user_id, "name": str(member.user)} if member else None
