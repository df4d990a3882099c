"""Whatever several people do to each other, in any order: somebody still leads, nobody got more
than was theirs to give, and the log explains what is.

The machine knows only who may touch what (the decisions, written again in three lines); the
console does the rest, by its own actions, with rights that may be out of date.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from auth2fa.models import User
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.chain_verify import verify
from console.shell.models import AuditEntry
from orgs.actions.closing import close_organization
from orgs.actions.invitations import invite_member, withdraw_invitation
from orgs.actions.joining import accept_invitation
from orgs.actions.leaving import leave_organization
from orgs.actions.members import change_role
from orgs.actions.organizations import open_organization
from orgs.actions.removals import remove_member
from orgs.actions.suspensions import lift_suspension, suspend_member
from orgs.actions.team_people import add_to_team, take_out_of_team
from orgs.models import FormerMember, Invitation, Membership, Organization, Role, Team
from orgs.reach import as_actor
from tests.conftest import make_person
from tests.orgs.replay import replay, standing_now

LR, AD = Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR
ROLES = st.sampled_from(Role.values)
PEOPLE = ("Lea", "Leo", "Ada", "Cor", "Eva", "Oti", "Uma")
_numbers = itertools.count(1)


class People(RuleBasedStateMachine):
    """Seven people and one Organization; some of them are in it."""

    actors = Bundle("actors")

    def __init__(self) -> None:
        super().__init__()
        number = next(_numbers)
        self.users: list[User] = [make_person(f"{name} {number}") for name in PEOPLE]
        founder = self.users[0]
        self.organization: Organization | None = open_organization(
            actor=Actor(user_id=founder.pk, name=str(founder)),
            name=f"Machine {number}",
            kind="company",
            user=founder,
        )
        self.team = Team.objects.create(organization=self.organization, name="Team")
        self.known = standing_now(self.organization)
        self.entries = AuditEntry.objects.count()

    # --- Who acts -----------------------------------------------------------------------------

    @initialize(target=actors)
    def the_founder(self) -> Any:
        """And four more, who came by invitation; everybody as they are at the beginning."""
        founder = self._actor(self.users[0])
        for user, role in zip(self.users[1:5], (LR, AD, "collaborator", "external"), strict=True):
            asked = invite_member(actor=founder, email=user.email, role=role, is_proven=True)
            accept_invitation(actor=Actor(user_id=user.pk), digest=asked.token_digest, user=user)
        self._look()
        return multiple(*(self._actor(user) for user in self.users[:5]))

    @rule(target=actors, who=st.integers(0, 6))
    def see_again(self, who: int) -> Actor:
        """Load the page: the actor knows what they are now. All older ones go on acting."""
        return self._actor(self.users[who])

    # --- What they do -------------------------------------------------------------------------

    @rule(actor=actors, who=st.integers(0, 6), role=ROLES, accounting=st.booleans())
    def change(self, actor: Actor, who: int, role: str, accounting: bool) -> None:
        row = self._row(who)
        self._do(actor, change_role, row, role=role, has_accounting=accounting, is_proven=True,
                 version=row.version if row else 0)  # fmt: skip

    @rule(actor=actors, who=st.integers(0, 6))
    def suspend(self, actor: Actor, who: int) -> None:
        self._do(actor, suspend_member, self._row(who))

    @rule(actor=actors, who=st.integers(0, 6))
    def lift(self, actor: Actor, who: int) -> None:
        self._do(actor, lift_suspension, self._row(who), is_proven=True)

    @rule(actor=actors, who=st.integers(0, 6))
    def remove(self, actor: Actor, who: int) -> None:
        row = self._row(who)
        self._do(actor, remove_member, row, version=row.version if row else 0, is_proven=True)

    @rule(who=st.integers(0, 6))
    def leave(self, who: int) -> None:
        row, user = self._row(who), self.users[who]
        self._do(Actor(user_id=user.pk, name=str(user)), leave_organization, row,
                 version=row.version if row else 0, is_proven=True)  # fmt: skip

    @rule(actor=actors, who=st.integers(0, 6), role=ROLES, back=st.booleans())
    def invite(self, actor: Actor, who: int, role: str, back: bool) -> None:
        email, former = self.users[who].email, None
        if back:
            gone = FormerMember.objects.filter(organization=self.organization, email=email)
            former = gone.order_by("-id").first()
        self._do(actor, invite_member, email=email, role=role, former=former, is_proven=True)

    @rule(who=st.integers(0, 6))
    def accept(self, who: int) -> None:
        user = self.users[who]
        asked = Invitation.objects.filter(email=user.email).order_by("-id").first()
        if asked is not None:
            giver = asked.invited_by
            before = as_actor(giver).role if giver else ""
            self._do(Actor(user_id=user.pk, name=str(user)), accept_invitation,
                     digest=asked.token_digest, user=user, judged_as=before)  # fmt: skip

    @rule(actor=actors, who=st.integers(0, 6))
    def withdraw(self, actor: Actor, who: int) -> None:
        asked = Invitation.objects.filter(email=self.users[who].email).order_by("-id").first()
        if asked is not None:
            self._do(actor, withdraw_invitation, invitation_id=asked.pk)

    @rule(actor=actors, who=st.integers(0, 6), joins=st.booleans())
    def team_up(self, actor: Actor, who: int, joins: bool) -> None:
        row = self._row(who)
        act = add_to_team if joins else take_out_of_team
        if row is not None:
            self._do(actor, act, team_id=self.team.pk, membership_ids=[row.pk])

    @precondition(lambda self: self.organization is not None)
    @rule(actor=actors)
    def close(self, actor: Actor) -> None:
        """Only the last one, a legal representative, gets through."""
        organization = self.organization
        assert organization is not None
        alone = len(self.known) == 1
        try:
            close_organization(actor=actor, name=organization.name, is_proven=True)
        except Refused:
            return
        assert alone
        assert actor.role == LR
        assert not Organization.objects.filter(pk=organization.pk).exists()
        self.organization = None

    # --- What always holds --------------------------------------------------------------------

    @invariant()
    def somebody_leads(self) -> None:
        """At least one active legal representative."""
        if self.organization is not None:
            assert any(each.role == LR and not each.is_suspended for each in self.known.values()), (
                self.known
            )

    @invariant()
    def the_log_explains_it(self) -> None:
        """Replaying it gives the same memberships, and no entry was tampered with."""
        if self.organization is None:
            return
        assert replay(self.organization) == standing_now(self.organization)
        for report in verify(organization_id=self.organization.pk):
            assert report.faults == []

    # --- How --------------------------------------------------------------------------------------

    def _actor(self, user: User) -> Actor:
        row = Membership.objects.filter(organization=self.organization, user=user).first()
        return as_actor(row) if row else Actor(user_id=user.pk, name=str(user))

    def _row(self, who: int) -> Membership | None:
        rows = Membership.objects.filter(organization=self.organization)
        return rows.filter(user=self.users[who]).first()

    def _do(
        self,
        actor: Actor,
        act: Callable[..., Any],
        row: Membership | None = None,
        judged_as: str | None = None,
        **more: Any,
    ) -> None:
        """Try it. Refused: nothing changed and nothing was logged. Done: it was theirs to do."""
        needs_row = act in {
            change_role, suspend_member, lift_suspension, remove_member, leave_organization
        }  # fmt: skip
        if self.organization is None or (needs_row and row is None):
            return
        if row is not None:
            more["membership_id"] = row.pk
        role = self._role_of(actor) if judged_as is None else judged_as
        try:
            act(actor=actor, **more)
        except Refused:
            assert standing_now(self.organization) == self.known
            assert AuditEntry.objects.count() == self.entries
            return
        self._judge(actor, act, role)
        self._look()

    def _role_of(self, actor: Actor) -> str:
        """What they really are at this moment, whatever they think."""
        standing = self.known.get(actor.person)
        return "" if standing is None or standing.is_suspended else standing.role

    def _judge(self, actor: Actor, act: Callable[..., Any], role: str) -> None:
        assert self.organization is not None
        now = standing_now(self.organization)
        changed = {
            person for person in {*now, *self.known} if now.get(person) != self.known.get(person)
        }
        if act is leave_organization:
            assert changed <= {actor.person}
            return
        touched_lr = {
            person
            for person in changed
            for each in (now.get(person), self.known.get(person))
            if each is not None and each.role == LR
        }
        teams_only = act in {add_to_team, take_out_of_team}
        assert not changed or role in {LR, AD}, (act.__name__, role, changed)
        assert not touched_lr or role == LR or teams_only, (act.__name__, role, touched_lr)
        if act is not accept_invitation and not teams_only:
            assert actor.person not in changed, "nobody changes themselves"

    def _look(self) -> None:
        assert self.organization is not None
        self.known = standing_now(self.organization)
        self.entries = AuditEntry.objects.count()


@pytest.mark.slow
@pytest.mark.flow("G1.8", "G1.9", "G6.1", "G15.5")
def test_people_in_any_order(transactional_db: None) -> None:
    """Many short lives of an Organization."""
    run_state_machine_as_test(
        People,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def test_the_machine_sees_when_the_rule_is_gone(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the rule of the last legal representative, it complains."""
    for place in ("orgs.guards", "orgs.followers.rights"):
        monkeypatch.setattr(f"{place}.is_last_representative", lambda _membership: False)
    machine = People()
    machine.the_founder()
    machine.suspend(machine._actor(machine.users[0]), 1)
    machine.somebody_leads()
    machine.leave(0)
    with pytest.raises(AssertionError):
        machine.somebody_leads()
