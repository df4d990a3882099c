"""Ways back in, and ways around a right, that a single page does not show."""

from __future__ import annotations

import pytest

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.actions import Refused
from console.shell.actor import Actor
from orgs.actions.invitations import resend_invitation
from orgs.actions.joining import accept_invitation
from orgs.actions.leaving import leave_organization
from orgs.invitations.standing import pending_count
from orgs.models import Invitation, Membership, Team
from orgs.reach import as_actor
from tests.conftest import Cast
from tests.orgs.inviting import NEW, invite
from tests.orgs.removing import remove

pytestmark = pytest.mark.django_db


def take_address(user: User, email: str) -> None:
    """The person has changed the address of their account, and confirmed the new one."""
    User.objects.filter(pk=user.pk).update(email=email)
    EmailAddress.objects.filter(user=user).update(email=email)
    user.refresh_from_db()


def accept(row: Invitation, user: User) -> Membership:
    actor = Actor(user_id=user.pk, name=str(user))
    return accept_invitation(actor=actor, digest=row.token_digest, user=user)


def full_partner(cast: Cast) -> Actor:
    person = cast["partner_full"]
    return Actor(
        user_id=person.pk,
        name=str(person),
        organization_id=cast.alpine.pk,
        role="partner_full",
        partner_id=person.memberships.get().organization_id,
        partner_name="Fullagency",
    )


@pytest.mark.parametrize("takes_it", ["before", "after"])
@pytest.mark.parametrize("goes", ["removed", "left"])
def test_an_older_invitation_is_no_way_back(goes: str, takes_it: str, cast: Cast) -> None:
    """Rows 12 and 31: sent to another address of somebody who was a member then. Removing ends
    every right and secret of theirs; a link in their mailbox is one, and gave more."""
    person, member = cast["external"], cast.membership("external")
    row = invite(cast, NEW, role="administrator")
    if takes_it == "before":
        take_address(person, NEW)
    if goes == "removed":
        remove(cast.membership("legal"), member)
    else:
        leave_organization(
            actor=Actor(user_id=person.pk, name=str(person)),
            membership_id=member.pk,
            version=member.version,
            is_proven=True,
        )
    if takes_it == "after":
        take_address(person, NEW)
    assert pending_count(cast.alpine.pk) == 0
    with pytest.raises(Refused, match="no longer valid"):
        accept(row, person)
    assert not Membership.objects.filter(organization=cast.alpine, user=person).exists()


def test_somebody_who_went_can_be_sent_it_again(cast: Cast) -> None:
    """What is sent after they went is meant; only what is older is dead."""
    person = cast["external"]
    row = invite(cast, NEW)
    take_address(person, NEW)
    remove(cast.membership("legal"), cast.membership("external"))
    actor = as_actor(cast.membership("legal"))
    again = resend_invitation(actor=actor, invitation_id=row.pk, is_proven=True)
    assert accept(again, person).role == "collaborator"


def test_a_partner_does_not_answer_for_places_in_teams(cast: Cast) -> None:
    """Decisions: never the teams of a client. An invitation of somebody who is gone is dead;
    the partner who sends it again would put somebody into a team."""
    team = Team.objects.get(organization=cast.alpine)
    row = invite(cast, by="administrator", teams=[team.pk])
    Membership.objects.filter(pk=cast.membership("administrator").pk).delete()
    with pytest.raises(Refused, match="team"):
        resend_invitation(actor=full_partner(cast), invitation_id=row.pk, is_proven=True)
    row.refresh_from_db()
    assert row.invited_by is None, "nobody answers for it, so it stays dead"


def test_a_partner_does_not_answer_for_teams_that_come_back(cast: Cast) -> None:
    """The same for an invitation back, whose teams are kept with what the person had."""
    gone = remove(cast.membership("legal"), cast.membership("collaborator"))
    assert "orgs.teams" in gone.snapshot
    row = invite(cast, gone.email, by="administrator", former=gone)
    Membership.objects.filter(pk=cast.membership("administrator").pk).delete()
    with pytest.raises(Refused, match="team"):
        resend_invitation(actor=full_partner(cast), invitation_id=row.pk, is_proven=True)
