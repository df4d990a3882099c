"""Keeping somebody out in an emergency: at once, for whom, and who is told."""

from __future__ import annotations

import pytest

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.suspensions import suspend_member, suspend_members
from orgs.models import CutChannel, Membership, Suspension
from orgs.reach import as_actor
from tests.orgs.suspending import HTMX, browse, lift_url, page_url, suspend, suspend_url

EMERGENCY = {"reason": "Laptop stolen on the train"}


@pytest.mark.flow("G3.10", "G3.12")
def test_one_click_keeps_somebody_out_from_the_next_request_on(as_, cast):
    browser = as_("collaborator")
    assert browser.get("/o/alpine/users/").status_code == 200
    member = cast.membership("collaborator")
    response = as_("administrator").post(suspend_url(member), EMERGENCY)
    assert response.status_code == 302
    assert response["Location"] == page_url(member)
    refused = browser.get("/o/alpine/users/")
    assert refused.status_code == 403
    assert "Your access to this organization is suspended" in refused.content.decode()
    assert browser.get("/me/security/").status_code == 200, "the account is theirs"
    member.refresh_from_db()
    assert member.suspended_by == "Adrian Admin ALPINEMARK"
    assert (member.suspended_because, member.version) == (EMERGENCY["reason"], 1)
    assert (member.role, member.team_names) == ("collaborator", ["Web ALPINEMARK"])


def test_it_needs_no_fresh_proof(as_, cast):
    member = cast.membership("collaborator")
    browser = as_("administrator", fresh=False)
    assert browser.post(suspend_url(member)).status_code == 302
    member.refresh_from_db()
    assert member.suspended_at


@pytest.mark.flow("G3.10")
def test_what_is_cut_and_what_stays_is_said_before(as_, cast):
    browse(as_, "collaborator")
    member = cast.membership("collaborator")
    html = as_("administrator").get(suspend_url(member)).content.decode()
    cut, _, stays = html.partition("Stays")
    assert "Open sessions in browsers: 1" in cut
    assert "Last used here" in cut
    assert "Role: Collaborator" in stays
    assert "1 team: Web ALPINEMARK" in stays
    assert '<button class="button danger" autofocus>' in html
    assert "Suspend Cora Collaborator ALPINEMARK" in html


def test_the_log_holds_what_was_and_what_is(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, **EMERGENCY)
    entry = AuditEntry.objects.get(event="orgs.member.suspended")
    row = Suspension.objects.get()
    assert entry.before == {"suspended_at": None, "suspended_by": "", "suspended_because": ""}
    assert entry.after["suspended_by"] == "Adrian Admin ALPINEMARK"
    assert entry.after["suspended_because"] == EMERGENCY["reason"]
    assert entry.after["suspension"] == row.pk
    assert (row.person_name, row.began_by) == (str(member.user), "Adrian Admin ALPINEMARK")
    log = as_("legal").get("/o/alpine/activity/").content.decode()
    assert EMERGENCY["reason"] in log


@pytest.mark.flow("G3.10")
def test_the_person_is_told_by_whom_and_whom_to_ask_never_why(as_, cast):
    suspend(as_, cast.membership("collaborator"), **EMERGENCY)
    letter = OutgoingLetter.objects.get()
    assert letter.to == cast["collaborator"].email
    assert letter.subject == "Your access to Alpine ALPINEMARK is suspended"
    for text in (letter.text, letter.html):
        assert "Adrian Admin ALPINEMARK" in text
        assert "Lara Legal ALPINEMARK" in text
        assert "stolen" not in text


def test_an_external_is_told_no_further_names(as_, cast):
    suspend(as_, cast.membership("external"))
    text = OutgoingLetter.objects.get().text
    assert "Adrian Admin" in text
    assert "Lara Legal" not in text


def test_the_other_legal_representatives_are_told_of_one_of_them(as_, cast):
    third = cast.membership("accounting")
    Membership.objects.filter(pk=third.pk).update(role="legal_representative", has_accounting=False)
    suspend(as_, cast.membership("legal2"), by="legal")
    letters = {letter.to: letter for letter in OutgoingLetter.objects.all()}
    assert set(letters) == {cast["legal2"].email, cast["accounting"].email}
    assert "Leon Legal ALPINEMARK" in letters[cast["accounting"].email].subject


@pytest.mark.flow("G1.8")
def test_only_a_legal_representative_suspends_another(as_, cast):
    member = cast.membership("legal2")
    for part in ("administrator", "partner_full"):
        response = as_(part).post(suspend_url(member))
        assert response.status_code == 403
        assert "Only a legal representative" in response.content.decode()
    assert not Suspension.objects.exists()
    assert suspend(as_, member, by="legal").status_code == 302


def test_nobody_suspends_themselves(as_, cast):
    for part in ("legal", "administrator"):
        response = as_(part).post(suspend_url(cast.membership(part)))
        assert response.status_code == 403
        assert "Nobody suspends themselves" in response.content.decode()


@pytest.mark.flow("G1.9")
def test_not_even_the_console_itself_suspends_the_last_one(cast):
    actor = Actor.system(cast.alpine.pk)
    legal, other = cast.membership("legal"), cast.membership("legal2")
    with pytest.raises(Refused, match="then suspend this one"):
        suspend_members(actor=actor, membership_ids=[legal.pk, other.pk])
    assert not Suspension.objects.exists(), "all or none"
    suspend_member(actor=actor, membership_id=other.pk)
    with pytest.raises(Refused, match="only active legal representative"):
        suspend_member(actor=actor, membership_id=legal.pk)


def test_a_second_click_changes_nothing_more(as_, cast):
    member = cast.membership("collaborator")
    for _ in range(2):
        assert suspend(as_, member).headers["Location"] == page_url(member)
    assert Suspension.objects.count() == OutgoingLetter.objects.count() == 1
    assert AuditEntry.objects.filter(event="orgs.member.suspended").count() == 1
    assert AuditEntry.objects.filter(event="orgs.member.suspension_checked").count() == 1


def test_the_second_administrator_is_told_that_somebody_was_faster(as_, cast):
    member = cast.membership("collaborator")
    browser = as_("legal")
    assert browser.get(suspend_url(member)).status_code == 200
    suspend(as_, member)
    response = browser.post(suspend_url(member), EMERGENCY, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Adrian Admin ALPINEMARK has already suspended Cora Collaborator ALPINEMARK" in html
    assert "See the suspension" in html
    member.refresh_from_db()
    assert member.suspended_because == ""


def test_a_right_withdrawn_meanwhile_ends_the_right(as_, cast):
    """Row 41: the dialog was opened with the right, and sent without it."""
    member, browser = cast.membership("collaborator"), as_("administrator")
    assert browser.get(suspend_url(member)).status_code == 200
    Membership.objects.filter(user=cast["administrator"]).update(role="collaborator")
    assert browser.post(suspend_url(member)).status_code == 403
    Membership.objects.filter(user=cast["administrator"]).update(
        role="administrator", suspended_at="2026-01-01T00:00:00Z"
    )
    assert browser.post(suspend_url(member)).status_code == 403
    with pytest.raises(Refused, match="has just changed"):
        suspend_member(
            actor=Actor(
                user_id=cast["administrator"].pk,
                organization_id=cast.alpine.pk,
                membership_id=cast.membership("administrator").pk,
                role="administrator",
            ),
            membership_id=member.pk,
        )
    assert not Suspension.objects.exists()


def test_somebody_raised_to_legal_representative_meanwhile_is_out_of_reach(as_, cast):
    member, browser = cast.membership("collaborator"), as_("administrator")
    assert browser.get(suspend_url(member)).status_code == 200
    Membership.objects.filter(pk=member.pk).update(role="legal_representative")
    assert browser.post(suspend_url(member)).status_code == 403


def test_it_does_not_reach_into_another_organization(as_, cast):
    stranger = cast.membership("stranger", cast.rival)
    assert as_("legal").post(suspend_url(stranger)).status_code == 404
    assert as_("legal").post(lift_url(stranger)).status_code == 404
    stranger.refresh_from_db()
    assert stranger.suspended_at is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("x" * 5000, "Keep the reason to 300 characters; it has 5000."),
        ("line\r\nBcc: a@b.example", "The reason is one line of visible characters"),
        ("bell \x07", "The reason is one line of visible characters"),
        ("turned \u202e around", "The reason is one line of visible characters"),
        ("nothing \x00", "Null characters are not allowed."),
    ],
)
def test_a_bad_reason_is_a_sentence_and_changes_nothing(as_, cast, reason, sentence):
    member = cast.membership("collaborator")
    response = as_("administrator").post(suspend_url(member), {"reason": reason}, headers=HTMX)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Suspension.objects.exists()


def test_fields_that_are_not_its_own_are_ignored(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, role="external", suspended_by="Somebody", organization="2", actor="1")
    member.refresh_from_db()
    assert (member.role, member.suspended_by) == ("collaborator", "Adrian Admin ALPINEMARK")


def test_markup_in_a_reason_stays_text(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, reason="<b hx-get=/x hx-trigger=load>stolen</b>")
    html = as_("administrator").get(page_url(member)).content.decode()
    assert "<b hx-get" not in html
    assert "&lt;b hx-get=/x" in html


def test_a_name_of_two_hundred_characters_fits(as_, cast):
    from tests.conftest import join, make_person

    member = join(make_person("N" * 200, cast.alpine), cast.alpine, "collaborator")
    assert suspend(as_, member).status_code == 302
    assert Suspension.objects.get().person_name == "N" * 200


def test_suspended_people_do_not_count_as_active(as_, cast):
    """They help nobody, decide nothing, and are no legal representative while it lasts."""
    from orgs.census import census
    from orgs.policy import TABLE
    from orgs.reach import members_who_may

    suspend(as_, cast.membership("legal2"), by="legal")
    people = Membership.objects.visible_to(as_actor(cast.membership("legal")))
    assert census(people).active_legal_representatives == 1
    rule = TABLE["orgs.organization.close"]
    assert list(members_who_may(rule, cast.alpine.pk)) == [cast.membership("legal")]
    found = as_("legal").get("/o/alpine/users/?state=suspended").content.decode()
    assert "Leon Legal" in found
    assert "Cora Collaborator" not in found


def test_each_way_in_is_counted_before_it_is_cut(as_, cast):
    for _ in range(2):
        browse(as_, "collaborator")
    suspend(as_, cast.membership("collaborator"))
    row = CutChannel.objects.get()
    assert (row.name, row.count, row.is_closed) == ("orgs.sessions", 2, True)
