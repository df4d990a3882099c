"""Asking people in: one, many at once, again, not any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import guards, policy
from orgs.holding import hold_actor
from orgs.invitations.joining import shown_teams_of
from orgs.invitations.letters_left import count_letters
from orgs.invitations.making import Made, make, renew
from orgs.invitations.objections import objections
from orgs.invitations.promised import PromisedLines, refuse_each
from orgs.invitations.standing import PERMISSION, UNANSWERED, Standing, standing_of
from orgs.invitations.wanted import Wanted
from orgs.models import FormerMember, Invitation, Membership, Role
from orgs.removal_return import refusal_of
from orgs.roles import may_grant, needs_fresh_proof

REPLACED = "replaced"


@action
def invite_member(
    *,
    actor: Actor,
    email: str,
    role: str,
    has_accounting: bool = False,
    teams: Sequence[int] = (),
    preferences: Mapping[str, Sequence[str]] | None = None,
    grants: Mapping[str, Mapping[str, object]] | None = None,
    former: FormerMember | None = None,
    is_proven: bool,
) -> Invitation:
    """Ask one person into the actor's Organization (G1.13); a letter goes to `email`.

    `teams` are their numbers, `preferences` choices as `orgs.topics` has them. On acceptance
    every follower `begin`s what `grants` holds under its name, as far as it still exists then.

    With `former` (a removed person of this Organization) it asks them back: on acceptance, by
    the same account and by no other, every follower that kept something in `former.snapshot`
    is asked to `restore` it, which gives again what still exists and never a credential. Role,
    accounting right and teams are still those given here. Such an invitation ends 30 days after
    the removal, with the snapshot.

    Raises `Refused` for somebody who is in already or invited already, for a role above the
    actor's own and for too many letters; `Forbidden` when the actor's right is gone;
    `ProofNeeded` for an administrator or legal representative without fresh proof; and what a
    follower says to its part of `grants`, `Overtaken` for a product that is gone.
    """
    wanted = Wanted(
        email=email,
        role=role,
        has_accounting=has_accounting and role == Role.COLLABORATOR,
        teams=tuple(teams),
        preferences=preferences or {},
        grants=grants or {},
    )
    made, replaced = _invite(actor, [wanted], former, is_proven=is_proven)

    record_each("orgs.invitation.withdrawn", actor, _replaced(replaced))
    record_each("orgs.invitation.created", actor, _created(made))
    return made[0].invitation


@action
def invite_members(*, actor: Actor, wanted: Sequence[Wanted], is_proven: bool) -> list[Invitation]:
    """Ask many people at once: all of them or, when a rule says no to one, nobody.

    Raises as `invite_member` does.
    """
    if not wanted:
        return []
    made, replaced = _invite(actor, wanted, None, is_proven=is_proven)

    record_each("orgs.invitation.withdrawn", actor, _replaced(replaced))
    record_each("orgs.invitation.created", actor, _created(made))
    return [each.invitation for each in made]


@action
def resend_invitation(*, actor: Actor, invitation_id: int, is_proven: bool) -> Invitation:
    """Write again, with a new link and 30 new days; the old link is dead, and the actor answers
    for the invitation from now on, and so for all it gives.

    Raises `Overtaken` when it was answered or withdrawn meanwhile, otherwise as `invite_member`.
    """
    organization = guards.lock(actor.organization_id)
    _still_may(actor)
    invitation = _hold(actor, invitation_id)
    if not may_grant(actor, invitation.role):
        raise Refused(_("You cannot give a role above your own."))
    if invitation.former is not None and (sentence := refusal_of(actor, invitation.former)):
        raise Refused(sentence)
    if invitation.teams.exists() and not policy.decide(actor, "orgs.team.manage"):
        raise Refused(
            _(
                "This invitation puts somebody into a team, and you may not change who is in "
                "teams. An administrator of the organization can send it again."
            )
        )
    member = Membership.objects.filter(organization=organization, user__email=invitation.email)
    if member.exists():
        raise Refused(_("This person is in the organization already."))
    if needs_fresh_proof(invitation.role, invitation.role) and not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))
    count_letters(actor, [invitation.email])

    before = {"expires_at": invitation.expires_at}
    teams = shown_teams_of(invitation)
    token = renew(actor, invitation)

    record(
        "orgs.invitation.resent",
        actor,
        invitation,
        before=before,
        after={"expires_at": invitation.expires_at},
        token=token,
        teams=teams,
        promised=PromisedLines(),
    )
    return invitation


@action
def withdraw_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """Take it back: the link is dead, and a letter that still waits is not sent.

    Whoever may invite may withdraw what another one sent, whatever role it gives. Raises
    `Overtaken` when it was answered meanwhile; withdrawn already: returns without a trace.
    """
    guards.lock(actor.organization_id)
    _still_may(actor)
    invitation = _hold(actor, invitation_id, may_be=(Standing.WITHDRAWN,))
    if invitation.withdrawn_at is not None:
        return invitation

    _withdraw(actor, [invitation], "")

    record("orgs.invitation.withdrawn", actor, invitation, before={"email": invitation.email})
    return invitation


def _invite(
    actor: Actor, wanted: Sequence[Wanted], former: FormerMember | None, *, is_proven: bool
) -> tuple[list[Made], list[Invitation]]:
    """The new rows, and those they take the place of: run out, or no longer valid."""
    organization = guards.lock(actor.organization_id)
    _still_may(actor)
    found = next((each for each in objections(actor, wanted) if each is not None), None)
    if found is not None:
        raise Refused(found.sentence, field=found.field)
    if former is not None:
        _refuse_return(actor, former)
    if not is_proven and any(needs_fresh_proof(each.role, each.role) for each in wanted):
        raise ProofNeeded(_("Prove first that it is you."))
    refuse_each(actor, wanted)
    emails = [each.email for each in wanted]
    count_letters(actor, emails)
    replaced = list(
        Invitation.objects.visible_to(actor).open().select_for_update().filter(email__in=emails)
    )
    _withdraw(actor, replaced, REPLACED)
    return make(actor, organization, wanted, former), replaced


def _refuse_return(actor: Actor, former: FormerMember) -> None:
    """Raises `Refused` when what was kept is gone, or is not for this actor to give."""
    rows = FormerMember.objects.visible_to(actor).select_related("user")
    held = rows.select_for_update(of=("self",)).filter(pk=former.pk).first()
    if held is None or (sentence := refusal_of(actor, held)):
        raise Refused(sentence if held else _("This person is not in the list any more."))


def _still_may(actor: Actor) -> None:
    """The actor's right, read again under the lock."""
    hold_actor(actor)
    decision = policy.decide(actor, PERMISSION)
    if not decision:
        raise Forbidden(str(decision.reason))


def _hold(actor: Actor, invitation_id: int, may_be: tuple[Standing, ...] = ()) -> Invitation:
    rows = Invitation.objects.visible_to(actor)
    found: Invitation | None = (
        rows.select_for_update(of=("self",))
        .select_related("organization", "former")
        .filter(pk=invitation_id)
        .first()
    )
    if found is None:
        raise Overtaken(_("This invitation is not there any more."))
    if standing_of(found) not in (*UNANSWERED, *may_be):
        raise Overtaken(_("This invitation was answered or withdrawn meanwhile."))
    return found


def _withdraw(actor: Actor, invitations: Sequence[Invitation], because: str) -> None:
    now = timezone.now()
    for each in invitations:
        each.withdrawn_at, each.withdrawn_by, each.withdrawn_because = now, actor.name, because
        each.version += 1
    Invitation.objects.bulk_update(
        invitations, ["withdrawn_at", "withdrawn_by", "withdrawn_because", "version"]
    )


def _replaced(invitations: Sequence[Invitation]) -> list[Happened]:
    return [Happened(each, after={"because": REPLACED}) for each in invitations]


def _created(made: Sequence[Made]) -> list[Happened]:
    lines = PromisedLines()
    return [
        Happened(
            each.invitation,
            after=_kept(each, lines),
            occasion={"token": each.token, "teams": each.teams, "promised": lines},
        )
        for each in made
    ]


def _kept(made: Made, lines: PromisedLines) -> dict[str, Any]:
    """What the log keeps of a new invitation; never its secret."""
    row = made.invitation
    return {
        "role": row.role,
        "has_accounting": row.has_accounting,
        "teams": made.teams,
        "promised": lines.of(row),
        "preferences": row.preferences,
        "is_back": row.former_id is not None,
        "expires_at": row.expires_at,
    }
