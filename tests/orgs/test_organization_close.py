"""Deleting an Organization: what stands against it, what goes, and what stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from auth2fa.models import User
from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import closing
from orgs.actions.invitations import invite_member
from orgs.actions.organizations import open_organization
from orgs.following import Objection
from orgs.models import Invitation, Membership, Organization, Team
from tests.conftest import Cast, make_organization, make_person, sign_in
from tests.orgs.details import CLOSE, text_of
from tests.orgs.inviting import actor_of

pytestmark = pytest.mark.django_db
LONELY = "/o/lonely/settings/delete/"
NAME = "Lonely LONELYMARK"


@pytest.fixture
def lonely(db: None) -> Organization:
    return make_organization("lonely", "LONELYMARK")


@pytest.fixture
def owner(lonely: Organization) -> User:
    return make_person("Olga Owner", lonely, "legal_representative")


@pytest.fixture
def client_of(owner: User) -> Client:
    return sign_in(Client(), owner)


@pytest.mark.flow("G15.7")
def test_it_goes_and_the_person_stays(client_of: Client, owner: User, cast: Cast) -> None:
    lonely = Organization.objects.get(slug="lonely")
    Team.objects.create(organization=lonely, name="Web")
    answer = client_of.post(LONELY, {"name": NAME}, follow=True)
    assert answer.redirect_chain == [("/me/organizations/", 302)]
    assert f"{NAME} is deleted." in text_of(answer)
    assert not Organization.objects.filter(pk=lonely.pk).exists()
    assert User.objects.get(pk=owner.pk).is_active
    assert client_of.get("/o/lonely/").status_code == 404
    assert client_of.get(LONELY).status_code == 404
    left = [
        model.__name__
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name == "organization" and field.related_model is Organization
        if model._default_manager.filter(organization=lonely.pk).exists()  # type: ignore[misc]
    ]
    assert left == []
    assert Organization.objects.filter(slug__in=["alpine", "rival", "agency"]).count() == 3
    assert Membership.objects.filter(organization=cast.alpine).count() == 7


@pytest.mark.flow("G15.7")
def test_the_log_and_the_letter_say_what_happened(client_of: Client, owner: User) -> None:
    lonely = Organization.objects.get(slug="lonely")
    client_of.post(LONELY, {"name": NAME})
    entry = AuditEntry.objects.get(event="orgs.organization.closed")
    assert (entry.organization_id, entry.subject_name) == (lonely.pk, NAME)
    assert entry.before["slug"] == "lonely"
    letter = OutgoingLetter.objects.get(event="orgs.organization.closed")
    assert letter.to == owner.email
    assert letter.subject == f"{NAME} is deleted"
    assert "Your account and your other organizations stay" in letter.text


@pytest.mark.flow("G15.7")
def test_other_people_stand_against_it(as_: Any, cast: Cast) -> None:
    """Suspended ones too; otherwise the red button does not appear."""
    client = as_("legal")
    page = client.get(CLOSE)
    assert "6 other people belong to it." in text_of(page)
    assert 'href="/o/alpine/users/"' in page.content.decode()
    assert "Delete this organization" not in text_of(page)
    answer = client.post(CLOSE, {"name": cast.alpine.name})
    assert answer.status_code == 422
    assert Organization.objects.filter(pk=cast.alpine.pk).exists()
    Membership.objects.exclude(user__in=[cast["legal"], cast["suspended"]]).filter(
        organization=cast.alpine
    ).delete()
    assert "1 other person belongs to it." in text_of(client.get(CLOSE))


@pytest.mark.flow("G15.7")
def test_every_app_is_asked(
    client_of: Client, lonely: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a higher app registers is listed with its page, and asked again by the action."""
    monkeypatch.setattr(closing, "_asked", dict(closing._asked))
    closing.register(
        "tests.bills",
        "No invoice is open",
        lambda organization, person: (
            [Objection("One invoice is open.", "/bills/", "Pay it")] if person else []
        ),
    )
    page = client_of.get(LONELY)
    assert "No invoice is open One invoice is open." in text_of(page).replace(" <small>", " ")
    assert 'href="/bills/"' in page.content.decode()
    assert "Delete this organization" not in text_of(page)
    answer = client_of.post(LONELY, {"name": NAME})
    assert answer.status_code == 422
    assert "One invoice is open." in text_of(answer)
    assert Organization.objects.filter(pk=lonely.pk).exists()


@pytest.mark.parametrize(
    "typed", ["", "lonely", "LONELY lonelymark", "Rival RIVALMARK", "x" * 5000]
)
def test_the_name_must_be_typed(client_of: Client, lonely: Organization, typed: str) -> None:
    answer = client_of.post(LONELY, {"name": typed})
    assert answer.status_code == 422
    assert Organization.objects.filter(pk=lonely.pk).exists()
    assert not AuditEntry.objects.exists()


def test_spaces_are_no_reason_to_type_again(client_of: Client, lonely: Organization) -> None:
    assert client_of.post(LONELY, {"name": f"  {NAME.replace(' ', '  ')} "}).status_code == 302
    assert not Organization.objects.filter(pk=lonely.pk).exists()


def test_it_asks_for_fresh_proof(owner: User, lonely: Organization) -> None:
    stale = sign_in(Client(), owner, fresh=False)
    answer = stale.post(LONELY, {"name": NAME})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/?")
    assert Organization.objects.filter(pk=lonely.pk).exists()


def test_only_a_legal_representative_may(as_: Any, cast: Cast) -> None:
    for part in ("administrator", "collaborator", "partner_full", "external"):
        assert as_(part).get(CLOSE).status_code == 403
        assert as_(part).post(CLOSE, {"name": cast.alpine.name}).status_code == 403
    assert as_("stranger").get(CLOSE).status_code == 404
    page = as_("administrator").get("/o/alpine/settings/")
    assert CLOSE not in page.content.decode()
    assert "Delete the organization…" in text_of(page)


def test_open_invitations_are_withdrawn_with_it(client_of: Client, owner: User) -> None:
    invitation = invite_member(
        actor=actor_of(owner.memberships.get()),
        email="guest@elsewhere.example",
        role="collaborator",
        is_proven=True,
    )
    assert "1 open invitation is withdrawn." in text_of(client_of.get(LONELY))
    client_of.post(LONELY, {"name": NAME})
    assert not Invitation.objects.exists()
    entry = AuditEntry.objects.get(event="orgs.invitation.withdrawn")
    assert (entry.subject_id, entry.before) == (invitation.pk, {"email": invitation.email})


def test_its_address_is_given_to_nobody_else(client_of: Client, cast: Cast) -> None:
    client_of.post(LONELY, {"name": NAME})
    stranger = cast["stranger"]
    again = open_organization(
        actor=Actor(user_id=stranger.pk), name="Lonely", kind="company", user=stranger
    )
    assert again.slug != "lonely"
    assert client_of.get("/o/lonely/").status_code == 404
