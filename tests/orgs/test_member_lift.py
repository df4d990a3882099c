"""Letting somebody in again, with all that was kept."""

from __future__ import annotations

import pytest

from console.shell.models import AuditEntry, OutgoingLetter
from orgs import following
from orgs.models import Membership, Suspension
from tests.orgs.suspending import HTMX, lift, lift_url, page_url, suspend, suspend_url


@pytest.mark.flow("G3.10")
def test_one_click_lets_somebody_in_again(as_, cast):
    member, browser = cast.membership("accounting"), as_("accounting")
    suspend(as_, member, reason="Lost phone")
    assert browser.get("/o/alpine/").status_code == 403
    response = lift(as_, member, by="legal")
    assert response.status_code == 302
    assert browser.get("/o/alpine/").status_code == 200
    now = cast.membership("accounting")
    assert (now.suspended_at, now.suspended_by, now.suspended_because) == (None, "", "")
    assert (now.role, now.has_accounting, now.version) == ("collaborator", True, 2)
    row = Suspension.objects.get()
    assert row.lifted_by == "Lara Legal ALPINEMARK"
    assert row.lifted_at > row.began_at


def test_an_administrator_comes_back_with_fresh_proof_only(as_, cast):
    member = cast.membership("administrator")
    suspend(as_, member, by="legal")
    stale = as_("legal", fresh=False)
    asked = stale.post(lift_url(member), {"sure": "1"})
    assert asked.status_code == 302
    assert "/reauthenticate/" in asked["Location"]
    assert cast.membership("administrator").suspended_at is not None
    assert lift(as_, member, by="legal").status_code == 302
    assert cast.membership("administrator").suspended_at is None


def test_the_log_holds_what_was_and_what_is(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, reason="Lost phone")
    lift(as_, member)
    begun = AuditEntry.objects.get(event="orgs.member.suspended")
    ended = AuditEntry.objects.get(event="orgs.member.lifted")
    names = ("suspended_at", "suspended_by", "suspended_because")
    assert {name: begun.after[name] for name in names} == ended.before
    assert ended.after == begun.before


def test_the_person_is_told(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    lift(as_, member, by="legal")
    letter = OutgoingLetter.objects.order_by("-pk")[0]
    assert letter.to == cast["collaborator"].email
    assert letter.subject == "Your access to Alpine ALPINEMARK is open again"
    assert "Lara Legal ALPINEMARK lifted the suspension" in letter.text
    assert "You are Collaborator there, as before." in letter.text
    assert "Web ALPINEMARK" in letter.text


@pytest.mark.flow("G3.10")
def test_a_suspension_older_than_its_records_is_lifted_too(as_, cast):
    member = cast.membership("suspended")
    assert not Suspension.objects.exists()
    assert lift(as_, member).status_code == 302
    assert as_("suspended").get("/o/alpine/").status_code == 200
    assert OutgoingLetter.objects.count() == 1


def test_whatever_hangs_on_it_is_cut_and_given_back(as_, cast, monkeypatch):
    """Every app that registered is asked, once each way."""
    told: list[str] = []

    class Watching(following.Follower):
        def suspend(self, membership: Membership) -> None:
            told.append(f"cut {membership.user.full_name.split()[0]}")

        def resume(self, membership: Membership) -> None:
            told.append(f"given back {membership.user.full_name.split()[0]}")

    monkeypatch.setitem(following._followers, "tests.watching", Watching())
    member = cast.membership("collaborator")
    suspend(as_, member)
    lift(as_, member)
    assert told == ["cut Cora", "given back Cora"]


def test_a_second_click_changes_nothing_more(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    for _ in range(2):
        assert lift(as_, member).status_code == 302
    assert AuditEntry.objects.filter(event="orgs.member.lifted").count() == 1
    assert OutgoingLetter.objects.count() == 2


def test_the_second_administrator_is_told_that_somebody_was_faster(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    lift(as_, member)
    response = as_("legal").post(lift_url(member), headers=HTMX)
    assert response.status_code == 409
    assert "Adrian Admin ALPINEMARK has already lifted" in response.content.decode()


def test_suspending_again_after_somebody_lifted_it_begins_anew(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    lift(as_, member, by="legal")
    assert suspend(as_, member, reason="Again").status_code == 302
    assert Suspension.objects.count() == 2
    assert Suspension.objects.get(lifted_at=None).reason == "Again"


@pytest.mark.flow("G1.8")
def test_only_a_legal_representative_lifts_the_suspension_of_one(as_, cast):
    member = cast.membership("legal2")
    suspend(as_, member, by="legal")
    assert lift(as_, member, by="administrator").status_code == 403
    assert cast.membership("legal2").suspended_at
    assert lift(as_, member, by="legal").status_code == 302


def test_nobody_lifts_their_own(as_, cast):
    member = cast.membership("administrator")
    suspend(as_, member, by="legal")
    assert lift(as_, member).status_code == 403
    assert cast.membership("administrator").suspended_at


def test_a_right_withdrawn_meanwhile_ends_the_right(as_, cast):
    member, browser = cast.membership("suspended"), as_("administrator")
    assert browser.get(lift_url(member)).status_code == 200
    Membership.objects.filter(user=cast["administrator"]).update(role="collaborator")
    assert browser.post(lift_url(member)).status_code == 403
    assert cast.membership("suspended").suspended_at


def test_the_menu_offers_what_applies(as_, cast):
    active, out = cast.membership("collaborator"), cast.membership("suspended")
    browser = as_("administrator")
    menu = browser.get(f"/o/alpine/users/{active.pk}/actions/").content.decode()
    assert suspend_url(active) in menu
    assert lift_url(active) not in menu
    menu = browser.get(f"/o/alpine/users/{out.pk}/actions/").content.decode()
    assert suspend_url(out) not in menu
    assert lift_url(out) in menu
    assert page_url(out) in menu
    own = browser.get(f"/o/alpine/users/{cast.membership('administrator').pk}/").content.decode()
    assert "Nobody suspends themselves" in own


def test_somebody_not_suspended_is_said_to_be_so(as_, cast):
    html = as_("legal").get(lift_url(cast.membership("external"))).content.decode()
    assert "is not suspended." in html
    assert "button primary" not in html.partition("<main")[2]
