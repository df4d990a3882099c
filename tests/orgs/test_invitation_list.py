"""The list of invitations: how each stands, sending again, withdrawing, and the limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from auth2fa.limits import INVITATION_TO_ADDRESS, INVITATIONS_OF_ORGANIZATION
from console.shell.actions import Refused
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.invitations import invite_member, resend_invitation
from orgs.actions.joining import accept_invitation
from orgs.followers.invitations import SentInvitations
from orgs.following import Follower, _followers
from orgs.invitations import pending_count
from orgs.models import FormerMember, Invitation, Membership, Team
from tests.conftest import Cast
from tests.orgs.inviting import LIST, NEW, actor_of, invite

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
HTMX = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": f"http://testserver{LIST}"}


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def some(cast: Cast) -> dict[str, Invitation]:
    """One of every state, by its address."""
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "open": {},
        "expired": {"expires_at": now - timedelta(days=1)},
        "accepted": {"accepted_at": now},
        "declined": {"declined_at": now},
        "withdrawn": {"withdrawn_at": now},
        "void": {"invited_by": None},
    }
    rows = {}
    for name, fields in changes.items():
        rows[name] = invite(cast, f"{name}@nowhere.example")
        Invitation.objects.filter(pk=rows[name].pk).update(**fields)
    return rows


def shown(page: Any) -> set[str]:
    return set(re.findall(r"(\w+)@nowhere\.example</span>", page.content.decode()))


@pytest.mark.flow("G1.13")
def test_it_says_how_each_stands_and_why(as_: As, cast: Cast) -> None:
    rows = some(cast)
    page = as_("administrator").get(LIST)
    assert shown(page) == set(rows)
    for state in ("Open", "Expired", "Accepted", "Declined", "Withdrawn", "No longer valid"):
        assert state in words(page)
    assert "Who invited is no longer in the organization" in words(page)
    for state in rows:
        assert shown(as_("legal").get(LIST, {"state": state})) == {state}
    assert shown(as_("legal").get(LIST, {"q": "DECL"})) == {"declined"}
    assert pending_count(cast.alpine.pk) == 1


def test_the_file_says_the_same(as_: As, cast: Cast) -> None:
    some(cast)
    team = Team.objects.get(organization=cast.alpine)
    invite(cast, "=cmd@nowhere.example", teams=(team.pk,))
    file = b"".join(as_("legal").get(f"{LIST}export/").streaming_content).decode("utf-8-sig")
    assert len(file.splitlines()) == 8
    assert "void@nowhere.example;Collaborator;" in file
    assert "No longer valid: who invited is no longer in the organization" in file
    line = next(each for each in file.splitlines() if "=cmd@" in each)
    assert line.startswith("'=cmd@nowhere.example;"), "no spreadsheet runs an address"
    assert f";{team.name};" in line


def test_it_costs_the_same_for_many(as_: As, cast: Cast) -> None:
    """P2: at most eight queries, for one row and for fifty."""
    browser = as_("legal")
    browser.get(LIST)
    counts = []
    for several in (1, 49):
        for number in range(several):
            invite(cast, f"person{several}-{number}@nowhere.example")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 8, [query["sql"][:120] for query in queries]


def test_sending_again_gives_thirty_new_days(as_: As, cast: Cast) -> None:
    row = invite(cast)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=3))
    browser = as_("administrator")
    assert "Send again" in words(browser.get(f"{LIST}{row.pk}/actions/"))
    assert "30 days from today" in words(browser.get(f"{LIST}{row.pk}/send/"))
    sent = browser.post(f"{LIST}{row.pk}/send/", headers=HTMX)
    assert sent.status_code == 200
    assert sent["HX-Retarget"] == "#main"
    row.refresh_from_db()
    assert row.expires_at > timezone.now() + timedelta(days=29)
    assert OutgoingLetter.objects.filter(to=NEW).count() == 2
    entry = AuditEntry.objects.latest("id")
    assert entry.event == "orgs.invitation.resent"
    assert entry.before["expires_at"] < entry.after["expires_at"]


def test_an_invitation_of_a_higher_role_is_sent_again_by_that_role_alone(
    as_: As, cast: Cast
) -> None:
    row = invite(cast, role="legal_representative")
    assert as_("administrator").post(f"{LIST}{row.pk}/send/").status_code == 422
    asked = as_("legal", fresh=False).post(f"{LIST}{row.pk}/send/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert as_("legal").post(f"{LIST}{row.pk}/send/")["Location"] == LIST
    assert OutgoingLetter.objects.filter(to=NEW).count() == 2


def test_withdrawing_is_asked_first_and_done_once(as_: As, cast: Cast) -> None:
    row = invite(cast)
    browser = as_("administrator")
    assert "can no longer join" in words(browser.get(f"{LIST}{row.pk}/withdraw/"))
    for _time in range(2):
        assert browser.post(f"{LIST}{row.pk}/withdraw/").status_code == 302
    row.refresh_from_db()
    assert (row.withdrawn_by, row.version) == ("Adrian Admin ALPINEMARK", 1)
    assert AuditEntry.objects.filter(event="orgs.invitation.withdrawn").count() == 1
    assert browser.post(f"{LIST}{row.pk}/send/").status_code == 409


def test_nobody_is_sent_more_than_five_letters_a_day(cast: Cast) -> None:
    """Over all Organizations; a refusal is counted no further, and leaves nothing."""
    row = invite(cast)
    actor = actor_of(cast.membership("legal"))
    for _time in range(INVITATION_TO_ADDRESS.most - 2):
        resend_invitation(actor=actor, invitation_id=row.pk, is_proven=True)
    rival = actor_of(cast.membership("stranger", cast.rival))
    invite_member(actor=rival, email=NEW, role="external", is_proven=True)
    letters, token = OutgoingLetter.objects.count(), row.token_digest
    assert letters == INVITATION_TO_ADDRESS.most
    row.refresh_from_db()
    token = row.token_digest
    with pytest.raises(Refused, match="as many letters as may go to one address"):
        resend_invitation(actor=actor, invitation_id=row.pk, is_proven=True)
    row.refresh_from_db()
    assert (row.token_digest, OutgoingLetter.objects.count()) == (token, letters)


def test_an_organization_sends_so_many_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    few = INVITATIONS_OF_ORGANIZATION.__class__("few", 2, timedelta(days=1))
    monkeypatch.setattr("orgs.invitations.letters_left.INVITATIONS_OF_ORGANIZATION", few)
    invite(cast, "a@nowhere.example")
    invite(cast, "b@nowhere.example")
    with pytest.raises(Refused, match="2 invitations a day"):
        invite(cast, "c@nowhere.example")


def test_who_is_about_to_go_is_told_which_invitations_die(cast: Cast) -> None:
    membership = cast.membership("administrator")
    assert SentInvitations().describe(membership) == ()
    invite(cast, "a@nowhere.example", by="administrator")
    done = invite(cast, "b@nowhere.example", by="administrator")
    Invitation.objects.filter(pk=done.pk).update(accepted_at=timezone.now())
    (consequence,) = SentInvitations().describe(membership)
    assert list(consequence.items) == ["a@nowhere.example"]
    assert str(consequence.sentence).startswith("1 open invitation")


# --- What joining begins and gives back -----------------------------------------------------------


class Grants(Follower):
    """Something a higher app gives."""

    def __init__(self) -> None:
        self.done: list[tuple[str, int, Any]] = []

    def begin(self, membership: Membership, grants: Any) -> None:
        self.done.append(("begin", membership.pk, dict(grants)))

    def restore(self, membership: Membership, snapshot: Any) -> None:
        self.done.append(("restore", membership.pk, dict(snapshot)))


@pytest.fixture
def grants(monkeypatch: pytest.MonkeyPatch) -> Grants:
    follower = Grants()
    monkeypatch.setitem(_followers, "tests.grants", follower)
    return follower


def accept(cast: Cast, row: Invitation) -> Membership:
    actor = actor_of(cast.membership("stranger", cast.rival))
    return accept_invitation(actor=actor, digest=row.token_digest, user=cast["stranger"])


def test_joining_begins_what_the_invitation_promises(cast: Cast, grants: Grants) -> None:
    row = invite(cast, cast["stranger"].email, grants={"tests.grants": {"product": 7}})
    membership = accept(cast, row)
    assert grants.done == [("begin", membership.pk, {"product": 7})]


def former(cast: Cast, **fields: Any) -> FormerMember:
    values = {
        "organization": cast.alpine,
        "user": cast["stranger"],
        "email": cast["stranger"].email,
        "full_name": "Stella",
        "role": "collaborator",
        "snapshot": {"tests.grants": {"product": 9}},
        "removed_by": "Lara Legal",
        **fields,
    }
    return FormerMember.objects.create(**values)


def test_coming_back_restores_what_was_kept(cast: Cast, grants: Grants) -> None:
    row = invite(cast, cast["stranger"].email, former=former(cast))
    membership = accept(cast, row)
    assert grants.done == [("restore", membership.pk, {"product": 9})]
    assert AuditEntry.objects.get(event="orgs.member.joined").after["is_back"] is True


def test_what_was_kept_is_given_to_no_other_account(cast: Cast, grants: Grants) -> None:
    gone = former(cast)
    row = invite(cast, cast["stranger"].email, former=gone)
    FormerMember.objects.filter(pk=gone.pk).update(user=cast["partner_limited"])
    with pytest.raises(Refused):
        accept(cast, row)
    assert grants.done == []


def test_an_invitation_back_ends_with_what_is_kept(cast: Cast) -> None:
    gone = former(cast, removed_at=timezone.now() - timedelta(days=20))
    row = invite(cast, cast["stranger"].email, former=gone)
    assert row.expires_at == gone.removed_at + timedelta(days=30)
    forgotten = former(cast, email=NEW, forgotten_at=timezone.now())
    with pytest.raises(Refused, match="not kept any more"):
        invite(cast, NEW, former=forgotten)
    with pytest.raises(Refused):
        invite(cast, NEW, former=former(cast, organization=cast.rival))
    assert Invitation.objects.count() == 1
