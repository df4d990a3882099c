"""What narrows a line of the table on one particular object: the sentence of the no, or None."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.models import Role, Team, TeamMembership
from orgs.roles import AD, LR

Sentence = str | Promise | None


def is_self(actor: Actor, subject: models.Model) -> bool:
    """Whether the subject is the actor's own membership, or hangs on their person."""
    return actor.user_id is not None and getattr(subject, "user_id", None) == actor.user_id


def change_role(actor: Actor, subject: models.Model) -> Sentence:
    """Nobody's own, and a legal representative's only by another one."""
    role = getattr(subject, "role", "")
    if is_self(actor, subject):
        if role == Role.LEGAL_REPRESENTATIVE:
            return _(
                "Nobody changes their own role. Another legal representative can change yours; "
                "name one first if you are the only one."
            )
        return _("Nobody changes their own role; somebody else with the right must do it.")
    if role == Role.LEGAL_REPRESENTATIVE and actor.role != Role.LEGAL_REPRESENTATIVE:
        return _("Only a legal representative can change the role of a legal representative.")
    return None


def suspend(actor: Actor, subject: models.Model) -> Sentence:
    """Nobody oneself, and a legal representative only by another one."""
    if is_self(actor, subject):
        return _("Nobody suspends themselves; somebody else with the right must do it.")
    if getattr(subject, "role", "") == LR and actor.role != LR:
        return _("Only a legal representative can suspend a legal representative.")
    return None


def remove(actor: Actor, subject: models.Model) -> Sentence:
    """Nobody oneself (leaving has a page of its own); a legal representative by another one."""
    if is_self(actor, subject):
        return _("Nobody removes themselves. To leave, open “Organizations” in your account.")
    if getattr(subject, "role", "") == LR and actor.role != LR:
        return _("Only a legal representative can remove a legal representative.")
    return None


def explain(actor: Actor, subject: models.Model) -> Sentence:
    """Administrators about everybody, others about themselves."""
    if actor.role in {LR, AD} or is_self(actor, subject):
        return None
    return _("You can ask why about yourself; about others, an administrator can.")


def oneself(actor: Actor, subject: models.Model) -> Sentence:
    """What belongs to one member alone."""
    if is_self(actor, subject):
        return None
    return _("Each person decides this for themselves.")


def staff_team(actor: Actor, subject: models.Model) -> Sentence:
    """Administrators in every team, a leader in the own one (decisions, "Numbers")."""
    if actor.role in {LR, AD}:
        return None
    if isinstance(subject, Team) and actor.person and _leader_of(subject) == actor.person:
        return None
    return _("Only administrators and the leader of this team change who is in it.")


def _leader_of(team: Team) -> int | None:
    """The account that leads it and is active, as read along (`orgs.team_rows.with_leader`),
    else asked now."""
    if hasattr(team, "led_by"):
        led_by: int | None = team.led_by
        return led_by
    leads = TeamMembership.objects.filter(
        team=team, is_leader=True, membership__suspended_at__isnull=True
    )
    return leads.values_list("membership__user_id", flat=True).first()
