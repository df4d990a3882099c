"""The page of a suspension: what was cut, what a test saw, and the record that writes itself."""

from __future__ import annotations

import re

import pytest

from console.shell.models import AuditEntry, OutgoingLetter
from orgs import entrance, middleware
from orgs.entrance import Entrance
from orgs.followers import sessions
from orgs.models import CutChannel, Membership, Suspension
from orgs.suspension_record import after_words
from tests.orgs.suspending import HTMX, browse, lift, page_url, suspend

LIST = "/o/alpine/suspensions/"


def again_url(member: Membership) -> str:
    return f"{page_url(member)}test/"


def page_of(as_, member: Membership, by: str = "administrator") -> str:
    return str(as_(by).get(page_url(member)).content.decode())


@pytest.mark.flow("G3.10", "G3.12")
def test_it_shows_what_was_cut_and_after_how_long_it_was_seen_closed(as_, cast):
    browse(as_, "collaborator")
    member = cast.membership("collaborator")
    suspend(as_, member, reason="Laptop stolen")
    html = page_of(as_, member)
    row = CutChannel.objects.get()
    assert row.is_closed
    assert row.closed_at == row.checked_at
    assert row.closed_at > row.suspension.began_at
    assert "Every way in is closed." in html
    assert "Open sessions in browsers" in html
    assert re.search(r"Refused \d+\.\d seconds later", html)
    assert "Laptop stolen" in html
    assert "198.51.100.9" not in html, "sessions are the person's: their number, nothing else"
    assert "Firefox" not in html


def test_the_test_asks_the_very_door_that_requests_meet(as_, cast, monkeypatch):
    """The negative control: were the door open, the test would say so, loudly."""
    assert middleware.ask_at_the_door is entrance.ask_at_the_door is sessions.ask_at_the_door
    member = cast.membership("collaborator")

    def open_door(*, person: int, slug: str) -> Entrance:
        return Entrance(cast.alpine, membership=Membership(organization=cast.alpine))

    monkeypatch.setattr(sessions, "ask_at_the_door", open_door)
    suspend(as_, member)
    html = page_of(as_, member)
    assert CutChannel.objects.get().is_closed is False
    assert "Still open at the last test: Open sessions in browsers" in html
    assert "Every way in is closed." not in html
    monkeypatch.undo()
    response = as_("administrator").post(again_url(member), headers=HTMX)
    assert "Tested just now: every way in is closed." in response.content.decode()


@pytest.mark.flow("G3.10")
def test_a_test_again_is_recorded_and_keeps_the_first_time(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    first = CutChannel.objects.get()
    assert as_("legal").post(again_url(member)).status_code == 302
    row = CutChannel.objects.get()
    assert row.closed_at == first.closed_at
    assert row.checked_at > first.checked_at
    entries = AuditEntry.objects.filter(event="orgs.member.suspension_checked")
    assert [entry.after for entry in entries] == [{"channels": {"orgs.sessions": True}}] * 2


def test_what_could_not_be_looked_at_is_called_not_observed(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    CutChannel.objects.update(is_closed=None, closed_at=None, checked_at=None)
    html = page_of(as_, member)
    assert "not observed" in html
    assert "Every way in is closed." not in html


@pytest.mark.flow("G3.10")
def test_the_record_writes_itself(as_, cast):
    member, browser = cast.membership("collaborator"), browse(as_, "collaborator")
    suspend(as_, member, reason="Laptop stolen")
    browser.get("/o/alpine/users/")
    as_("legal").post(again_url(member))
    OutgoingLetter.objects.update(state="dead")
    lift(as_, member, by="legal")
    html = page_of(as_, member)
    record = html.partition('id="h-record"')[2].partition('id="h-others"')[0]
    told = re.findall(r"<p>(.*?)</p>", record)
    address = cast["collaborator"].email
    assert told[0] == "Suspended"
    assert sorted(told) == sorted(
        [
            "Suspended",
            f"Letter to {address}: Undeliverable",
            "Suspension tested",
            "Tried to come in, and was turned away",
            "Suspension tested",
            "Suspension lifted",
            f"Letter to {address}: Waiting",
        ]
    )
    assert "Reason: Laptop stolen" in record
    assert "Ways in: Open sessions in browsers: closed" in record
    assert "by Adrian Admin ALPINEMARK" in record
    text = record.partition("<pre")[2]
    assert "Suspension of Cora Collaborator ALPINEMARK in Alpine ALPINEMARK" in text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+01:00  Suspended, by Adrian Admin", text)


def test_the_first_attempt_after_a_suspension_always_stands_in_the_record(as_, cast):
    """Otherwise at most one an hour is written."""
    member, browser = cast.membership("collaborator"), as_("collaborator")
    for _ in range(2):
        suspend(as_, member)
        for _attempt in range(3):
            assert browser.get("/o/alpine/").status_code == 403
        lift(as_, member)
    assert AuditEntry.objects.filter(event="orgs.access.refused").count() == 2


def test_a_past_suspension_keeps_its_own_record(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, reason="First")
    lift(as_, member)
    suspend(as_, member, reason="Second")
    first = Suspension.objects.get(reason="First")
    html = as_("legal").get(f"{LIST}{first.pk}/").content.decode()
    record = html.partition('id="h-record"')[2].partition('id="h-others"')[0]
    assert "First" in record
    assert "Second" not in record
    assert "Test again" not in html
    assert f"{LIST}{first.pk}/" in page_of(as_, member)


def test_it_outlives_the_membership(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member, reason="Left in anger")
    row = Suspension.objects.get()
    member.delete()
    html = as_("administrator").get(f"{LIST}{row.pk}/").content.decode()
    assert "Removed since" in html
    assert "Left in anger" in html
    assert "Suspended" in html.partition('id="h-record"')[2]
    assert "Cora Collaborator ALPINEMARK" in as_("administrator").get(LIST).content.decode()


def test_one_older_than_its_records_says_so(as_, cast):
    member = cast.membership("suspended")
    html = page_of(as_, member)
    assert "What this suspension cut was not recorded." in html
    assert "not recorded" in html
    assert as_("administrator").post(again_url(member)).status_code == 302
    assert "Ways in: Open sessions in browsers: closed" in page_of(as_, member)


def test_who_was_never_suspended_has_no_such_page(as_, cast):
    assert as_("legal").get(page_url(cast.membership("external"))).status_code == 404


def test_there_is_nothing_to_test_after_it_was_lifted(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    lift(as_, member)
    response = as_("legal").post(again_url(member))
    assert response.status_code == 422
    assert "is not suspended any more" in response.content.decode()


def test_another_organization_sees_nothing_of_it(as_, cast):
    member = cast.membership("collaborator")
    suspend(as_, member)
    row = Suspension.objects.get()
    for path in (f"/o/rival/suspensions/{row.pk}/", f"/o/rival/users/{member.pk}/suspension/"):
        assert as_("stranger").get(path).status_code == 404
    assert "Cora" not in as_("stranger").get("/o/rival/suspensions/").content.decode()


def test_the_list_narrows_sorts_and_exports(as_, cast):
    for part in ("collaborator", "external"):
        suspend(as_, cast.membership(part), reason="=1+1")
    lift(as_, cast.membership("external"))
    browser = as_("administrator")
    running = browser.get(LIST, {"state": "running"}).content.decode()
    assert "Cora Collaborator" in running
    assert "Emil External" not in running
    assert "Emil External" in browser.get(LIST, {"q": "emil"}).content.decode()
    file = b"".join(browser.get(f"{LIST}export/").streaming_content).decode("utf-8-sig")
    assert len(file.strip().splitlines()) == 3
    assert "'=1+1" in file


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 seconds"), (0.21, "0.2 seconds"), (59, "59.0 seconds"), (60, "1 minute"),
     (150, "2 minutes"), (3600, "1 hour"), (90000, "25 hours"), (-3, "0.0 seconds")],
)  # fmt: skip
def test_how_long_after_is_said_in_one_unit(seconds, words):
    from datetime import UTC, datetime, timedelta

    began = datetime(2026, 3, 1, tzinfo=UTC)
    assert after_words(began, began + timedelta(seconds=seconds)) == words
