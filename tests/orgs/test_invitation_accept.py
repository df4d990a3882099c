"""The link: what it shows to whom, joining by it, declining, and when it is dead."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.letters import objection
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.invitations import resend_invitation, withdraw_invitation
from orgs.models import Invitation, Membership, Organization, PartnerContract, Team
from tests.auth2fa.hands import try_sign_in
from tests.conftest import Cast, sign_in
from tests.orgs.inviting import (
    ANSWER,
    NEW,
    PASSWORD,
    actor_of,
    answer,
    invite,
    invite_as_partner,
    link_to,
    open_link,
    sign_up,
)

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.flow("G1.1", "G1.2", "G1.13")
def test_somebody_new_opens_an_account_and_is_in_the_organization_alone(cast: Cast) -> None:
    team, organizations = Team.objects.get(), Organization.objects.count()
    invite(cast, teams=[team.pk], preferences={"products.service_activated": ["email"]})
    browser = Client()
    page = open_link(browser, link_to())
    assert page.status_code == 200
    for shown in ("Join Alpine ALPINEMARK?", "Lara Legal", "Collaborator", team.name, NEW):
        assert shown in words(page)
    assert sign_up(browser)["Location"] == "/o/alpine/"
    assert browser.get("/o/alpine/").status_code == 200
    user = User.objects.get(email=NEW)
    membership = Membership.objects.get(user=user)
    assert membership.organization == cast.alpine
    assert Organization.objects.count() == organizations, "none is opened in the person's name"
    assert (membership.role, membership.team_names) == ("collaborator", [team.name])
    assert membership.contact_preferences.get().topic == "products.service_activated"
    assert EmailAddress.objects.get(user=user).verified
    assert try_sign_in(Client(), NEW, PASSWORD).status_code == 302, "no letter asks to confirm"


@pytest.mark.flow("G1.13", "G1.3")
def test_somebody_with_an_account_signs_in_and_joins(cast: Cast) -> None:
    stranger = cast["stranger"]
    invite(cast, stranger.email, role="external")
    browser = Client()
    page = open_link(browser, link_to(stranger.email))
    assert "This address has an account" in words(page)
    assert 'name="password"' not in page.content.decode()
    back = try_sign_in(browser, stranger.email, next=ANSWER)
    assert back["Location"] == ANSWER
    assert answer(browser, "join")["Location"] == "/o/alpine/"
    joined = Membership.objects.get(user=stranger, organization=cast.alpine)
    assert joined.role == "external"
    assert Membership.objects.filter(user=stranger).count() == 2
    assert "Alpine ALPINEMARK" in words(browser.get("/me/organizations/"))


def test_the_log_says_enough_to_make_the_membership_again(cast: Cast) -> None:
    team = Team.objects.get()
    invite(cast, has_accounting=True, teams=[team.pk])
    browser = Client()
    open_link(browser, link_to())
    sign_up(browser)
    membership = Membership.objects.get(user__email=NEW)
    entry = AuditEntry.objects.get(event="orgs.member.joined")
    assert (entry.subject_type, entry.subject_id) == ("orgs.membership", membership.pk)
    assert entry.organization_id == cast.alpine.pk
    assert entry.after == {
        "role": "collaborator",
        "has_accounting": True,
        "teams": [{"id": team.pk, "name": team.name}],
        "person_id": membership.user_id,
        "is_back": False,
    }
    told = OutgoingLetter.objects.filter(key__contains="orgs/member_joined")
    assert cast["legal"].email in [letter.to for letter in told]


def test_opening_the_link_changes_nothing(cast: Cast) -> None:
    """Programs that look through mail open every link, and send what they find by HEAD."""
    invite(cast)
    before = Invitation.objects.values().get()
    for _time in range(3):
        open_link(Client(), link_to())
        Client().head(link_to())
    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email=NEW).exists()


def test_the_secret_leaves_the_address_bar_and_no_log_holds_it(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    invite(cast)
    path = link_to()
    browser = Client()
    with caplog.at_level(logging.INFO):
        page = open_link(browser, path)
    assert page.redirect_chain == [(ANSWER, 302)]
    assert page["Referrer-Policy"] == "same-origin"
    token = path.rstrip("/").rpartition("/")[2]
    assert token not in page.content.decode()
    assert token not in str(dict(browser.session))
    ours = [record for record in caplog.records if record.name.startswith("console")]
    assert ours
    assert all(token not in str(vars(record)) for record in ours)


@pytest.mark.flow("G1.13")
def test_another_account_is_told_so_and_never_bound(as_: As, cast: Cast) -> None:
    invite(cast)
    browser = as_("stranger")
    page = open_link(browser, link_to())
    assert f"You are signed in as {cast['stranger'].email}" in words(page)
    assert answer(browser, "join").status_code == 422
    sign_up(browser)
    assert not Membership.objects.filter(organization=cast.alpine, user=cast["stranger"]).exists()
    assert not User.objects.filter(email=NEW).exists()
    assert answer(browser, "leave")["Location"] == ANSWER
    assert "has no account yet" in words(browser.get(ANSWER))
    assert sign_up(browser).status_code == 302


def test_an_address_that_nobody_confirmed_does_not_join(cast: Cast) -> None:
    """Whoever registered somebody's address before them has not read its mail."""
    invite(cast)
    squatter = User.objects.create_user(NEW, PASSWORD, full_name="Not Nina")
    browser = sign_in(Client(), squatter)
    open_link(browser, link_to())
    assert answer(browser, "join").status_code == 422
    assert not Membership.objects.filter(user=squatter).exists()


@pytest.mark.parametrize("password", ["short", "password123", "Alpinemark 2026", ""])
def test_a_bad_password_is_said_beside_the_field(password: str, cast: Cast) -> None:
    invite(cast)
    browser = Client()
    open_link(browser, link_to())
    again = answer(browser, "sign-up", full_name="Nina New", password=password)
    assert again.status_code == 422
    assert 'value="Nina New"' in again.content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_declining_is_final_and_needs_no_account(cast: Cast) -> None:
    invite(cast)
    browser = Client()
    open_link(browser, link_to())
    assert answer(browser, "decline").status_code == 200
    assert Invitation.objects.get().declined_at is not None
    assert AuditEntry.objects.latest("id").event == "orgs.invitation.declined"
    assert "was declined" in words(open_link(Client(), link_to()))


def test_a_second_link_in_the_same_browser_is_not_answered_by_mistake(cast: Cast) -> None:
    first = invite(cast)
    browser = Client()
    open_link(browser, link_to())
    invite(cast, "other@nowhere.example")
    open_link(browser, link_to("other@nowhere.example"))
    asked = browser.post(ANSWER, {"answer": "decline", "invitation": str(first.pk)})
    assert asked.status_code == 409
    assert not Invitation.objects.filter(declined_at__isnull=False).exists()


# --- Dead links -----------------------------------------------------------------------------------


def expire(cast: Cast, row: Invitation) -> None:
    Invitation.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def withdraw(cast: Cast, row: Invitation) -> None:
    withdraw_invitation(actor=actor_of(cast.membership("administrator")), invitation_id=row.pk)


def inviter(**fields: Any) -> Callable[[Cast, Invitation], None]:
    def change(cast: Cast, row: Invitation) -> None:
        Membership.objects.filter(pk=cast.membership("legal").pk).update(**fields)

    return change


def remove_inviter(cast: Cast, row: Invitation) -> None:
    cast.membership("legal").delete()


def close_inviter(cast: Cast, row: Invitation) -> None:
    User.objects.filter(pk=cast["legal"].pk).update(is_active=False)


DEAD = [
    pytest.param(expire, "has run out", id="expired"),
    pytest.param(withdraw, "was withdrawn", id="withdrawn"),
    pytest.param(inviter(role="collaborator"), "no longer valid", id="inviter demoted"),
    pytest.param(inviter(suspended_at=timezone.now()), "no longer valid", id="inviter suspended"),
    pytest.param(remove_inviter, "no longer valid", id="inviter removed"),
    pytest.param(close_inviter, "no longer valid", id="inviter closed"),
]


@pytest.mark.flow("G1.13", "E2")
@pytest.mark.parametrize(("kill", "said"), DEAD)
def test_a_dead_link_says_so_and_opens_nothing(
    kill: Callable[[Cast, Invitation], None], said: str, cast: Cast
) -> None:
    """Row 12: also for who had the page open already; and a letter that waits is not sent."""
    row = invite(cast)
    open_before = Client()
    open_link(open_before, link_to())
    letter = OutgoingLetter.objects.get(to=NEW)
    assert objection(letter.guard, letter.guard_arguments) == ""
    kill(cast, row)
    page = open_link(Client(), link_to())
    assert page.status_code == 410
    assert said in words(page)
    assert "ALPINEMARK" not in page.content.decode()
    late = open_before.post(
        ANSWER,
        {"answer": "sign-up", "invitation": row.pk, "full_name": "N", "password": PASSWORD},
    )
    assert late.status_code == 410
    assert not User.objects.filter(email=NEW).exists()
    assert objection(letter.guard, letter.guard_arguments) != ""


def test_an_administrator_gives_no_more_than_they_hold_by_then(cast: Cast) -> None:
    """A legal representative who becomes administrator: the invitation of one is dead."""
    invite(cast, role="legal_representative")
    Membership.objects.filter(pk=cast.membership("legal").pk).update(role="administrator")
    assert open_link(Client(), link_to()).status_code == 410
    row = invite(cast, "other@nowhere.example", by="administrator")
    assert open_link(Client(), link_to(row.email)).status_code == 200


@pytest.mark.parametrize("how", ["ended", "limited", "left the partner", "demoted in the partner"])
def test_a_partners_invitation_lives_as_long_as_the_contract(how: str, cast: Cast) -> None:
    invite_as_partner(cast)
    assert open_link(Client(), link_to()).status_code == 200
    contract = PartnerContract.objects.filter(access="full")
    own = Membership.objects.filter(user=cast["partner_full"])
    if how == "ended":
        contract.delete()
    elif how == "limited":
        contract.update(access="limited")
    elif how == "left the partner":
        own.delete()
    else:
        own.update(role="collaborator")
    assert open_link(Client(), link_to()).status_code == 410


def test_it_dies_when_the_account_takes_another_address(cast: Cast) -> None:
    """Row 12: whoever has the address next is not who was invited."""
    email = cast["stranger"].email
    invite(cast, email)
    User.objects.filter(pk=cast["stranger"].pk).update(email="elsewhere@rivalmark.example")
    assert open_link(Client(), link_to(email)).status_code == 410


def test_a_link_works_once(cast: Cast) -> None:
    invite(cast)
    browser = Client()
    open_link(browser, link_to())
    sign_up(browser)
    again = open_link(Client(), link_to())
    assert again.status_code == 410
    assert "used already" in words(again)


def test_a_newer_letter_kills_the_older_link(cast: Cast) -> None:
    row = invite(cast)
    old = OutgoingLetter.objects.get()
    path = link_to()
    resend_invitation(
        actor=actor_of(cast.membership("administrator")), invitation_id=row.pk, is_proven=True
    )
    assert open_link(Client(), path).status_code == 404
    assert open_link(Client(), link_to()).status_code == 200
    assert "newer letter" in objection(old.guard, old.guard_arguments)
    row.refresh_from_db()
    assert row.invited_by == cast.membership("administrator")


def test_an_unknown_link_reveals_nothing(cast: Cast) -> None:
    """Wrong, of an Organization that is gone, or cut: one body, and no session."""
    Organization.objects.filter(pk=cast.rival.pk).update(name="Gone GONEMARK")
    path = link_to_rival(cast)
    cast.rival.delete()
    paths = [path, f"{ANSWER}{'0' * 40}/", f"{ANSWER}x/", f"{path[:-5]}/"]
    answers = []
    for each in paths:
        browser = Client()
        found = browser.get(each)
        assert found.status_code == 404
        assert not browser.cookies
        answers.append(re.sub(r'nonce="[^"]*"', "", found.content.decode()))
    assert len(set(answers)) == 1
    assert Client().get(ANSWER).status_code == 404


def link_to_rival(cast: Cast) -> str:
    from orgs.actions.invitations import invite_member

    membership = cast.membership("stranger", cast.rival)
    invite_member(actor=actor_of(membership), email=NEW, role="external", is_proven=True)
    return link_to()


def test_who_is_in_already_or_suspended_is_told(as_: As, cast: Cast) -> None:
    invite(cast)
    user = User.objects.create_user(NEW, PASSWORD, full_name="Nina New")
    EmailAddress.objects.create(user=user, email=NEW, verified=True, primary=True)
    member = Membership.objects.create(
        organization=cast.alpine, user=user, role="external", sort_name="nina"
    )
    browser = sign_in(Client(), user)
    assert "You are in this organization already" in words(open_link(browser, link_to()))
    assert answer(browser, "join").status_code == 422
    Membership.objects.filter(pk=member.pk).update(suspended_at=timezone.now())
    assert "suspended" in words(browser.get(ANSWER))
    assert answer(browser, "join").status_code == 422


def test_no_form_counts_without_its_token(cast: Cast) -> None:
    """Row 54, for a page that anybody can open."""
    row = invite(cast)
    browser = Client(enforce_csrf_checks=True)
    open_link(browser, link_to())
    sent = browser.post(ANSWER, {"answer": "decline", "invitation": row.pk})
    assert sent.status_code == 403
    assert Invitation.objects.get().declined_at is None


def test_the_way_back_from_signing_in_is_the_page_without_secret(cast: Cast) -> None:
    invite(cast, cast["stranger"].email)
    browser = Client()
    page = open_link(browser, link_to(cast["stranger"].email)).content.decode()
    assert f'href="{reverse("account_login")}?next={ANSWER.replace("/", "%2F")}"' in page
