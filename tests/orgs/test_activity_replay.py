"""The log explains the state: replayed, it gives the memberships that are there."""

from __future__ import annotations

from typing import Any

import pytest

from console.shell.actor import Actor
from orgs.actions.invitations import invite_member
from orgs.actions.joining import accept_invitation
from orgs.actions.members import change_role
from orgs.actions.organizations import open_organization
from orgs.actions.removals import remove_member
from orgs.actions.suspensions import lift_suspension, suspend_member
from orgs.actions.team_people import add_to_team, take_out_of_team
from orgs.actions.teams import create_team, delete_team
from orgs.invitations.tokens import digest_of
from orgs.models import Membership, Organization
from orgs.reach import as_actor
from tests.conftest import make_person
from tests.orgs.inviting import link_to
from tests.orgs.replay import replay, standing_now


@pytest.mark.django_db
def test_replaying_the_log_gives_the_memberships() -> None:
    founder = make_person("Flora Founder")
    organization = open_organization(
        actor=Actor(user_id=founder.pk, name=founder.full_name),
        name="Replayed",
        kind=Organization.Kind.COMPANY,
        user=founder,
    )
    agrees(organization)
    boss = as_actor(Membership.objects.get(user=founder))
    team = create_team(actor=boss, name="Web", description="")
    other = create_team(actor=boss, name="Mail", description="")
    members = {}
    for name in ("Nina New", "Otto Other", "Rita Rest"):
        user = make_person(name)
        invite_member(
            actor=boss, email=user.email, role="collaborator", is_proven=True, teams=[team.pk]
        )
        token = link_to(user.email).strip("/").rpartition("/")[2]
        members[name] = accept_invitation(
            actor=Actor(user_id=user.pk, name=name), digest=digest_of(token), user=user
        )
    agrees(organization)
    nina, otto, rita = members.values()
    change_role(
        actor=boss, membership_id=nina.pk, role="collaborator", has_accounting=True,
        version=Membership.objects.get(pk=nina.pk).version, is_proven=True,
    )  # fmt: skip
    add_to_team(actor=boss, team_id=other.pk, membership_ids=[nina.pk, otto.pk])
    take_out_of_team(actor=boss, team_id=team.pk, membership_ids=[otto.pk])
    suspend_member(actor=boss, membership_id=otto.pk)
    suspend_member(actor=boss, membership_id=rita.pk)
    lift_suspension(actor=boss, membership_id=rita.pk)
    agrees(organization)
    delete_team(actor=boss, team_id=team.pk)
    remove_member(
        actor=boss, membership_id=otto.pk, is_proven=True,
        version=Membership.objects.get(pk=otto.pk).version,
    )  # fmt: skip
    agrees(organization)
    assert len(replay(organization)) == 3


@pytest.mark.django_db
def test_a_change_past_the_actions_is_not_explained(cast: Any) -> None:
    """The control."""
    assert replay(cast.alpine) != standing_now(cast.alpine)


def agrees(organization: Organization) -> None:
    assert replay(organization) == standing_now(organization)
