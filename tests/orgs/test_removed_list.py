"""Who was removed or left, and asking them back with what they had."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.joining import accept_invitation
from orgs.letters.joining import TOPIC
from orgs.models import (
    ContactPreference,
    FormerMember,
    Invitation,
    Membership,
    Team,
    TeamMembership,
)
from orgs.tasks import forget_removed
from tests.conftest import join
from tests.orgs.removing import remove

pytestmark = pytest.mark.django_db
LIST = "/o/alpine/users/removed/"
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


def invite_url(former: FormerMember) -> str:
    return f"{LIST}{former.pk}/invite/"


@pytest.fixture
def cora(cast) -> FormerMember:
    """Removed a moment ago; she led a team and had chosen a notification."""
    member = cast.membership("collaborator")
    TeamMembership.objects.filter(membership=member).update(is_leader=True)
    return remove(cast.membership("legal"), member)


def accept(cast: Any, part: str = "collaborator") -> Membership:
    invitation = Invitation.objects.get()
    user = cast[part]
    return accept_invitation(
        actor=Actor(user_id=user.pk, name=str(user)), digest=invitation.token_digest, user=user
    )


# --- The list -----------------------------------------------------------------------------------


def test_it_says_who_went_when_by_whom_and_until_when_they_can_come_back(as_, cast, cora):
    text = as_("administrator").get(LIST).content.decode()
    row = text.partition(f'id="removed-{cora.pk}"')[2].partition("</tr>")[0]
    until = timezone.localtime(cora.removed_at + timedelta(days=30))
    for words in (
        "Cora Collaborator ALPINEMARK",
        cast["collaborator"].email,
        "Collaborator",
        "Lara Legal ALPINEMARK",
        "Can come back",
        f"until {until.day} {until:%b %Y}",
        invite_url(cora).removeprefix(LIST),
    ):
        assert words in row, words
    assert "never with a password, a device or a session" in text


def test_it_is_for_administrators(as_, cast, cora):
    for part, status in (("collaborator", 404), ("external", 403), ("partner_limited", 403)):
        assert as_(part).get(LIST).status_code == status
        assert as_(part).get(invite_url(cora)).status_code == status
    assert as_("partner_full").get(LIST).status_code == 200


def test_nobody_of_a_neighbor_is_in_it(as_, cast, cora):
    """Row 37."""
    join(cast["collaborator"], cast.rival, "external")
    theirs = remove(
        cast.membership("stranger", cast.rival), cast.membership("collaborator", cast.rival)
    )
    text = as_("legal").get(LIST).content.decode()
    assert f"removed-{theirs.pk}" not in text
    assert as_("legal").get(invite_url(theirs)).status_code == 404
    assert as_("legal").post(invite_url(theirs)).status_code == 404
    assert not Invitation.objects.exists()


def test_its_csv_says_the_same(as_, cast, cora):
    body = b"".join(as_("legal").get(f"{LIST}export/").streaming_content).decode()
    assert "Cora Collaborator ALPINEMARK" in body
    assert "Can come back until" in body


def test_it_filters_by_state_and_address(as_, cast, cora):
    remove(cast.membership("legal"), cast.membership("external"))
    FormerMember.objects.exclude(pk=cora.pk).update(forgotten_at=timezone.now(), snapshot={})
    for query, there in (
        ("?state=kept", True),
        ("?state=gone", False),
        ("?q=cora", True),
        ("?q=zz", False),
    ):
        text = as_("legal").get(f"{LIST}{query}").content.decode()
        assert (f'id="removed-{cora.pk}"' in text) == there, query


# --- Asking back --------------------------------------------------------------------------------


def test_the_dialog_shows_what_would_be_given_again(as_, cast, cora):
    Team.objects.update(name="Web of today ALPINEMARK")
    text = as_("administrator").get(invite_url(cora), headers=HTMX).content.decode()
    assert text.lstrip().startswith("<dialog")
    for words in (
        "Collaborator",
        "1 team: Web of today ALPINEMARK",
        cora.email,
        "do not come back",
    ):
        assert words in text
    assert FormerMember.objects.get(pk=cora.pk).snapshot


def test_whoever_accepts_has_what_they_had(as_, cast, cora):
    response = as_("administrator").post(invite_url(cora))
    assert response["Location"] == LIST
    letter = OutgoingLetter.objects.get(event="orgs.invitation.created")
    assert letter.to == cora.email
    assert "Invited back" in as_("legal").get(LIST).content.decode()
    member = accept(cast)
    assert (member.role, member.has_accounting) == ("collaborator", False)
    row = TeamMembership.objects.get(membership=member)
    assert row.is_leader
    joined = AuditEntry.objects.get(event="orgs.member.joined")
    assert joined.after["is_back"] is True
    assert "Back in the organization" in as_("legal").get(LIST).content.decode()
    assert as_("collaborator").get("/o/alpine/").status_code == 200


def test_what_is_gone_meanwhile_is_not_made_again(as_, cast, cora):
    Team.objects.all().delete()
    assert "team:" not in as_("legal").get(invite_url(cora)).content.decode()
    as_("legal").post(invite_url(cora))
    assert not TeamMembership.objects.filter(membership=accept(cast)).exists()


def test_a_team_that_has_another_leader_keeps_it(as_, cast, cora):
    TeamMembership.objects.create(
        organization=cast.alpine,
        team=Team.objects.get(),
        membership=cast.membership("accounting"),
        is_leader=True,
    )
    as_("legal").post(invite_url(cora))
    assert not TeamMembership.objects.get(membership=accept(cast)).is_leader


def test_chosen_notifications_come_back(as_, cast):
    member = cast.membership("accounting")
    ContactPreference.objects.create(
        organization=cast.alpine, membership=member, topic=TOPIC, by_email=True
    )
    former = remove(cast.membership("legal"), member)
    dialog = as_("legal").get(invite_url(former)).content.decode()
    assert "1 notification as it was chosen" in dialog
    as_("legal").post(invite_url(former))
    back = accept(cast, "accounting")
    assert (back.role, back.has_accounting) == ("collaborator", True)
    assert ContactPreference.objects.filter(membership=back, topic=TOPIC, by_email=True).exists()


def test_nobody_gives_back_more_than_they_hold(as_, cast):
    """Row 43: an administrator sees that a representative went, and cannot ask them back."""
    former = remove(cast.membership("legal"), cast.membership("legal2"))
    client = as_("administrator")
    text = client.get(invite_url(former)).content.decode()
    assert "You cannot give a role above your own." in text
    assert "primary" not in text.partition('class="foot"')[2]
    assert client.post(invite_url(former)).status_code == 422
    assert not Invitation.objects.exists()
    assert as_("legal").post(invite_url(former)).status_code == 302


def test_a_partner_gives_no_teams_back(as_, cast, cora):
    client = as_("partner_full")
    assert "An administrator of the organization can invite them back." in client.get(
        invite_url(cora)
    ).content.decode().replace("\n", " ")
    assert client.post(invite_url(cora)).status_code == 422
    without = remove(cast.membership("legal"), cast.membership("external"))
    assert client.post(invite_url(without)).status_code == 302


def test_administrators_come_back_after_fresh_proof_only(as_, cast):
    former = remove(cast.membership("legal"), cast.membership("administrator"))
    response = as_("legal", fresh=False).post(invite_url(former))
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not Invitation.objects.exists()
    assert as_("legal").post(invite_url(former)).status_code == 302


def test_a_second_time_says_that_the_letter_is_out(as_, cast, cora):
    as_("legal").post(invite_url(cora))
    response = as_("legal").post(invite_url(cora))
    assert response.status_code == 422
    assert "invited already" in response.content.decode()
    assert Invitation.objects.count() == 1


def test_an_account_with_another_address_is_invited_anew(as_, cast, cora):
    type(cast["collaborator"]).objects.filter(pk=cora.user_id).update(email="new@nowhere.example")
    text = as_("legal").get(LIST).content.decode()
    assert "Has another address now" in text
    assert "new@nowhere.example" not in text
    response = as_("legal").post(invite_url(cora))
    assert response.status_code == 422
    assert "new@nowhere.example" not in response.content.decode()


def test_only_the_last_membership_can_be_given_back(as_, cast, cora):
    as_("legal").post(invite_url(cora))
    back = accept(cast)
    Membership.objects.filter(pk=back.pk).update(role="external")
    back.refresh_from_db()
    remove(cast.membership("legal"), back)
    cora.refresh_from_db()
    assert (cora.snapshot, cora.forgotten_at is not None) == ({}, True)
    assert as_("legal").post(invite_url(cora)).status_code == 422


# --- Forgetting ---------------------------------------------------------------------------------


def test_after_thirty_days_nothing_is_kept_and_the_page_says_so(as_, cast, cora):
    with time_machine.travel(cora.removed_at + timedelta(days=29, hours=23)):
        forget_removed()
    cora.refresh_from_db()
    assert cora.forgotten_at is None
    with time_machine.travel(cora.removed_at + timedelta(days=30, seconds=1)):
        forget_removed()
        forget_removed()
    cora.refresh_from_db()
    assert cora.forgotten_at is not None
    assert cora.snapshot == {}
    assert (cora.full_name, cora.role) == ("Cora Collaborator ALPINEMARK", "collaborator")
    entry = AuditEntry.objects.get(event="orgs.member.forgotten")
    assert (entry.actor_name, entry.subject_name) == ("Regie", "Cora Collaborator ALPINEMARK")
    text = as_("legal").get(LIST).content.decode()
    assert "Former rights are gone" in text
    assert "Invite back</a>" not in text
    assert "not kept any more" in as_("legal").get(invite_url(cora)).content.decode()
    assert as_("legal").post(invite_url(cora)).status_code == 422


def test_the_thirtieth_day_counts_before_the_job_has_run(as_, cast, cora):
    FormerMember.objects.filter(pk=cora.pk).update(removed_at=timezone.now() - timedelta(days=30))
    assert "Former rights are gone" in as_("legal").get(LIST).content.decode()
    assert as_("legal").post(invite_url(cora)).status_code == 422


def test_the_job_costs_the_same_for_one_and_for_many(cast, cora, django_assert_max_num_queries):
    user = cast["external"]
    FormerMember.objects.bulk_create(
        FormerMember(
            organization=cast.alpine, user=user, email=user.email, role="external", removed_by="x"
        )
        for _each in range(30)
    )
    FormerMember.objects.update(removed_at=timezone.now() - timedelta(days=31))
    with django_assert_max_num_queries(20):
        forget_removed()
    assert not FormerMember.objects.filter(forgotten_at=None).exists()
    assert AuditEntry.objects.filter(event="orgs.member.forgotten").count() == 31


def test_an_invitation_back_ends_with_what_is_kept(as_, cast, cora):
    FormerMember.objects.filter(pk=cora.pk).update(removed_at=timezone.now() - timedelta(days=20))
    as_("legal").post(invite_url(cora))
    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=9, hours=23) < left < timedelta(days=10)
