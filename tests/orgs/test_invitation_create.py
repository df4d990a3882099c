"""Inviting one person: the assistant, its rules, and the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from auth2fa.models import User
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Invitation, Team
from tests.conftest import Cast
from tests.orgs.inviting import INVITE, LIST, NEW, invite, link_to

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def send(browser: Client, **more: Any) -> Any:
    """The last step of the assistant."""
    return browser.post(INVITE, {"to": "send", "email": NEW, "role": "collaborator", **more})


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.flow("G1.13", "E2")
def test_it_leads_through_three_steps_and_sends_what_it_showed(as_: As, cast: Cast) -> None:
    browser, team = as_("administrator"), Team.objects.get()
    assert "Add a user" in browser.get("/o/alpine/users/").content.decode()
    typed: dict[str, Any] = {"email": NEW, "role": "collaborator", "has_accounting": "on"}
    more = browser.post(INVITE, {**typed, "to": "more"})
    assert "Billing reminders" in words(more)
    key = re.search(r'name="topics_of" value="([^"]*)"', more.content.decode())
    assert key
    assert key[1] == "collaborator+accounting"
    typed |= {"teams": [team.pk], "topics": ["billing.invoice_issued:sms"], "topics_of": key[1]}
    check = browser.post(INVITE, {**typed, "to": "check"})
    for shown in (NEW, "Collaborator", "With the accounting right", team.name, "New invoice"):
        assert shown in words(check)
    assert "Payment made" not in words(check)
    assert not Invitation.objects.exists()
    assert browser.post(INVITE, {**typed, "to": "send"})["Location"] == LIST
    row = Invitation.objects.get()
    assert (row.email, row.role, row.has_accounting) == (NEW, "collaborator", True)
    assert [each.team for each in row.teams.all()] == [team]
    assert row.preferences["billing.invoice_issued"] == ["sms"]
    letter = OutgoingLetter.objects.get()
    assert letter.to == NEW
    assert letter.subject == "Adrian Admin ALPINEMARK invites you to Alpine ALPINEMARK"
    for said in ("Collaborator", "accounting right", team.name, link_to(), NEW):
        assert said in letter.text
        assert said in letter.html


def test_back_and_an_error_lose_nothing(as_: As) -> None:
    browser = as_("legal")
    typed = {"email": "no address", "role": "external", "to": "more"}
    again = browser.post(INVITE, typed)
    assert again.status_code == 422
    assert 'value="no address"' in again.content.decode()
    assert re.search(r'value="external"[^>]*checked', again.content.decode())
    back = browser.post(
        INVITE, {"email": NEW, "role": "external", "to": "who", "teams": Team.objects.get().pk}
    )
    assert back.status_code == 200
    assert f'value="{NEW}"' in back.content.decode()
    assert f'name="teams" value="{Team.objects.get().pk}"' in back.content.decode()


def test_another_role_offers_its_own_topics_anew(as_: As) -> None:
    browser = as_("legal")
    page = browser.post(
        INVITE,
        {
            "email": NEW,
            "role": "external",
            "to": "more",
            "topics": ["billing.invoice_issued:email"],
            "topics_of": "administrator",
        },
    )
    assert "Billing reminders" not in words(page)
    assert "Product events" in words(page)


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("", "Enter your e-mail address"),
        ("nobody", "like name@example.org"),
        ("a@b@c.example", "like name@example.org"),
        ("mıke@example.org", "is not a plain letter"),
        ("a" * 250 + "@b.example", "at most 254"),
        ("a@x.example\nBcc: b@x.example", "like name@example.org"),
        ("adrian.admin@alpinemark.example", "in the organization already"),
        ("sven.suspended@alpinemark.example", "Lift the suspension"),
    ],
)
def test_an_address_that_cannot_be_invited_is_said_beside_it(
    email: str, said: str, as_: As, cast: Cast
) -> None:
    answer = send(as_("legal"), email=email)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Invitation.objects.exists()
    assert not OutgoingLetter.objects.exists()


def test_an_address_is_invited_once_at_a_time(as_: As, cast: Cast) -> None:
    invite(cast)
    answer = send(as_("administrator"), email=NEW.upper())
    assert answer.status_code == 422
    assert "invited already" in words(answer)
    assert Invitation.objects.count() == 1


def test_one_that_ran_out_makes_room_for_a_new_one(as_: As, cast: Cast) -> None:
    old = invite(cast)
    Invitation.objects.update(expires_at=old.sent_at)
    assert send(as_("administrator")).status_code == 302
    old.refresh_from_db()
    assert (old.withdrawn_at is not None, old.withdrawn_because) == (True, "replaced")
    events = list(AuditEntry.objects.values_list("event", flat=True).order_by("id"))
    assert events[-2:] == ["orgs.invitation.withdrawn", "orgs.invitation.created"]


@pytest.mark.flow("G1.8", "G1.13")
def test_nobody_invites_above_their_own_role(as_: As) -> None:
    """Row 43: the closed choice, and the form sent without it."""
    browser = as_("administrator")
    page = browser.get(INVITE).content.decode()
    assert re.search(r'value="legal_representative"[^>]*disabled', page)
    assert send(browser, role="legal_representative").status_code == 422
    assert send(as_("legal"), role="legal_representative").status_code == 302


def test_the_accounting_right_goes_with_collaborators_alone(as_: As) -> None:
    assert send(as_("legal"), role="external", has_accounting="on").status_code == 302
    assert not Invitation.objects.get().has_accounting


def test_a_team_of_another_organization_is_refused(as_: As, cast: Cast) -> None:
    """Incident 19: every number in a form is looked up in the Organization."""
    foreign = Team.objects.create(organization=cast.rival, name="Web RIVALMARK")
    answer = send(as_("legal"), teams=[foreign.pk])
    assert answer.status_code == 422
    assert "RIVALMARK" not in answer.content.decode()
    partner = send(as_("partner_full"), teams=[Team.objects.get(organization=cast.alpine).pk])
    assert partner.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "legal_representative"])
def test_a_high_role_asks_for_fresh_proof_and_keeps_what_was_typed(role: str, as_: As) -> None:
    browser = as_("legal", fresh=False)
    asked = send(browser, role=role)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert NEW.split("@")[0] not in asked["Location"], "an address stands in no address bar"
    assert not Invitation.objects.exists()
    back = browser.get(f"{INVITE}?draft=1")
    assert back.status_code == 200
    assert NEW in words(back)
    assert "Send the invitation" in words(back)
    assert send(as_("legal", fresh=False), role="collaborator").status_code == 302


def test_the_draft_of_one_organization_is_none_of_another(as_: As, cast: Cast) -> None:
    browser = as_("legal", fresh=False)
    send(browser, role="administrator")
    session = browser.session
    session["invitation_draft"] = {**session["invitation_draft"], "organization": cast.rival.pk}
    session.save()
    assert NEW not in browser.get(f"{INVITE}?draft=1").content.decode()


def test_who_lost_the_right_meanwhile_sends_nothing(as_: As, cast: Cast) -> None:
    """Row 41."""
    browser = as_("administrator")
    browser.get(INVITE)
    membership = cast.membership("administrator")
    membership.role = "collaborator"
    membership.save()
    assert send(browser).status_code == 403
    assert not Invitation.objects.exists()


def test_a_known_address_is_answered_like_an_unknown_one(as_: As, cast: Cast) -> None:
    """Row 11: whether an address has an account is not told to who invites."""
    known = send(as_("legal"), email=cast["stranger"].email)
    unknown = send(as_("legal"), email=NEW)
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    assert {*known.headers} == {*unknown.headers}
    rows = as_("legal").get(f"{LIST}export/")
    lines = b"".join(rows.streaming_content).decode().replace(cast["stranger"].email, NEW)
    # Two letters are two moments; the second hand may move between them.
    same = {re.sub(r"T\d\d:\d\d:\d\d", "", line) for line in lines.splitlines()[1:]}
    assert len(same) == 1


def test_the_letter_speaks_the_language_and_time_of_the_account(cast: Cast) -> None:
    User.objects.filter(pk=cast["stranger"].pk).update(language="xx", time_zone="Asia/Tokyo")
    invite(cast, cast["stranger"].email)
    assert 'lang="xx"' in OutgoingLetter.objects.get().html


@pytest.mark.parametrize(
    "name", ["{{ settings.SECRET_KEY }}", "{user.__init__.__globals__}", "<b hx-get=/x>", "%(who)s"]
)
def test_names_reach_the_letter_as_they_are(name: str, cast: Cast) -> None:
    """Row 63: what people wrote is never compiled, and is text in the HTML."""
    cast.alpine.name = name
    cast.alpine.save()
    invite(cast)
    letter = OutgoingLetter.objects.get()
    assert name in letter.text
    assert name in letter.subject
    assert "<b hx-get" not in letter.html


def test_no_line_break_reaches_a_header(cast: Cast) -> None:
    """Row 62: a name with a line break never becomes a header of its own."""
    cast.alpine.name = "Alpine\r\nBcc: everybody@evil.example"
    cast.alpine.save()
    with pytest.raises(ValueError, match="one line"):
        invite(cast)
    assert not Invitation.objects.exists()


def test_only_a_digest_of_the_link_is_kept(cast: Cast) -> None:
    """Row 12: at least 128 bits, and neither table nor log can be used to open it."""
    row = invite(cast)
    token = link_to().rstrip("/").rpartition("/")[2]
    assert re.fullmatch(r"[0-9a-f]{40}", token)
    assert token not in str(Invitation.objects.filter(pk=row.pk).values().get())
    assert token not in str(list(AuditEntry.objects.values()))
