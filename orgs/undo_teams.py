"""The ways back of changes to teams: who is in them, who leads them, what they are called."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry
from orgs import policy
from orgs.actions.team_people import add_to_team, name_leader, take_out_of_team
from orgs.actions.teams import edit_team
from orgs.models import Membership, Team, TeamMembership
from orgs.undo import WayBack, changed_since, undoes
from orgs.undo_members import member_of


@undoes("orgs.team.joined", "orgs.team.staff")
def take_out_again(entry: AuditEntry, actor: Actor) -> WayBack:
    """Take the person out of the team that they were put into."""
    member, team = member_of(entry, actor), _team(actor, entry.after["team"], "orgs.team.staff")
    row = TeamMembership.objects.filter(team=team, membership=member).first()
    if row is None or row.is_leader != entry.after["is_leader"]:
        raise changed_since()
    sentence = _("%(person)s will not be in the team %(team)s any more, and lose what it carries.")
    return WayBack(
        [sentence % {"person": member.user, "team": team}],
        lambda by, _is_proven: take_out_of_team(
            actor=by, team_id=team.pk, membership_ids=[member.pk]
        ),
    )


@undoes("orgs.team.left", "orgs.team.staff")
def put_in_again(entry: AuditEntry, actor: Actor) -> WayBack:
    """Put the person into the team again; whoever led it is named anew by a step of its own."""
    member, team = member_of(entry, actor), _team(actor, entry.before["team"], "orgs.team.staff")
    if TeamMembership.objects.filter(team=team, membership=member).exists():
        raise changed_since()
    words = {"person": member.user, "team": team}
    will_be = [_("%(person)s will be in the team %(team)s again, with what it carries.") % words]
    if entry.before["is_leader"]:
        will_be.append(
            _("%(person)s will not lead it: name the leader on the team’s page.") % words
        )
    return WayBack(
        will_be,
        lambda by, _is_proven: add_to_team(actor=by, team_id=team.pk, membership_ids=[member.pk]),
    )


@undoes("orgs.team.led", "orgs.team.manage")
def former_leader(entry: AuditEntry, actor: Actor) -> WayBack:
    """The leader before, or none."""
    team = _team(actor, {"id": entry.subject_id, "name": entry.subject_name}, "orgs.team.manage")
    rows = Membership.objects.filter(team_memberships__team=team).select_related("user")
    now = rows.filter(team_memberships__is_leader=True).first()
    before, after = entry.before["leader"], entry.after["leader"]
    if (now and now.user_id) != (after and after["id"]):
        raise changed_since()
    former = rows.filter(user_id=before["id"]).first() if before else None
    if before and former is None:
        sentence = _("%(person)s is not in this team any more.")
        raise Refused(sentence % {"person": before["name"]})
    sentence = (
        _("%(person)s will lead the team %(team)s again.")
        if former
        else _("Nobody will lead the team %(team)s.")
    )
    return WayBack(
        [sentence % {"person": former and former.user, "team": team}],
        lambda by, _is_proven: name_leader(
            actor=by,
            team_id=team.pk,
            membership_id=former.pk if former else None,
            seen=now.pk if now else None,
        ),
    )


@undoes("orgs.team.changed", "orgs.team.manage")
def former_name(entry: AuditEntry, actor: Actor) -> WayBack:
    """Name and description before."""
    team = _team(actor, {"id": entry.subject_id, "name": entry.subject_name}, "orgs.team.manage")
    if any(getattr(team, name) != value for name, value in entry.after.items()):
        raise changed_since()
    before = {"name": team.name, "description": team.description, **entry.before}
    sentence = _("The team will be called %(name)s again.")
    if before["name"] == team.name:
        sentence = _("The team %(name)s will have its former description again.")
    return WayBack(
        [sentence % before],
        lambda by, _is_proven: edit_team(
            actor=by,
            team_id=team.pk,
            name=before["name"],
            description=before["description"],
            version=team.version,
        ),
    )


def _team(actor: Actor, kept: dict[str, Any], permission: str) -> Team:
    """The team as it is now, and the right to change it."""
    team = Team.objects.visible_to(actor).filter(pk=kept["id"]).first()
    if team is None:
        raise Refused(_("The team %(team)s is not there any more.") % {"team": kept["name"]})
    decision = policy.decide(actor, permission, team)
    if not decision:
        raise Forbidden(str(decision.reason))
    return team
