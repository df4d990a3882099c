"""Several Organizations per person, isolated from each other."""

from __future__ import annotations

import pytest

from orgs.models import Membership, Organization
from tests.conftest import join

RESULTS = {"HX-Request": "true", "HX-Target": "search-results"}


@pytest.fixture
def webmaster(cast):
    """Administers two Organizations with one login."""
    user = cast["administrator"]
    join(user, cast.rival, "administrator")
    return user


@pytest.mark.flow("G15.2", "G15.3", "G16.6")
def test_one_login_switches_between_organizations(as_, cast, webmaster):
    browser = as_("administrator")
    listed = browser.get("/me/organizations/").content.decode()
    for slug in ("alpine", "rival"):
        assert f'href="/o/{slug}/"' in listed
        assert browser.get(f"/o/{slug}/users/").status_code == 200
    switcher = browser.get(
        "/me/organizations/?here=rival",
        headers={"HX-Request": "true", "HX-Target": "switcher-list"},
    ).content.decode()
    assert "<html" not in switcher
    assert switcher.index("Alpine ALPINEMARK") < switcher.index("Rival RIVALMARK")


@pytest.mark.flow("G16.5")
def test_people_of_one_are_unknown_in_the_other(as_, cast, webmaster):
    browser = as_("administrator")
    member = cast.membership("collaborator")
    assert browser.get(f"/o/rival/users/{member.pk}/").status_code == 404
    assert "Cora Collaborator" not in browser.get("/o/rival/users/").content.decode()
    found = browser.get("/o/rival/search/?q=Cora", headers=RESULTS).content.decode()
    assert "Nothing found" in found
    assert "Collaborator" not in found
    assert "Cora Collaborator" in browser.get("/o/alpine/search/?q=Cora").content.decode()


@pytest.mark.flow("G16.3")
def test_somebody_opens_a_further_organization(as_, cast):
    response = as_("collaborator").post(
        "/me/organizations/new/", {"kind": "company", "name": "Côte & Fils"}
    )
    assert response["Location"] == "/o/cote-fils/"
    opened = Organization.objects.get(slug="cote-fils")
    mine = Membership.objects.get(organization=opened)
    assert (opened.name, mine.user, mine.role) == (
        "Côte & Fils",
        cast["collaborator"],
        "legal_representative",
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the organization a name"),
        ("A\r\nBcc: x@y.example", "one line of visible characters"),
        ("A\x00B", "Null characters are not allowed"),
        ("A\u202eB", "one line of visible characters"),
        ("N" * 5000, "at most 200 characters"),
    ],
)
def test_a_bad_name_is_answered_with_a_sentence(as_, cast, name, sentence):
    response = as_("collaborator").post("/me/organizations/new/", {"kind": "company", "name": name})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Organization.objects.count() == 4


def test_two_of_one_name_get_two_addresses(as_, cast):
    for _ in range(2):
        as_("collaborator").post("/me/organizations/new/", {"kind": "company", "name": "Twin"})
    slugs = list(Organization.objects.filter(name="Twin").values_list("slug", flat=True))
    assert len(set(slugs)) == 2


@pytest.mark.flow("G15.1")
def test_a_collaborator_changes_nothing_of_the_organization(as_, cast):
    member = cast.membership("external")
    response = as_("collaborator").post(
        f"/o/alpine/users/{member.pk}/role/", {"role": "collaborator", "version": "0"}
    )
    assert response.status_code == 403
    assert "This needs the role “Administrator”; yours is “Collaborator”." in (
        response.content.decode()
    )


def test_a_suspended_member_meets_the_reason_and_the_log_knows(as_, cast):
    from console.shell.models import AuditEntry

    browser = as_("suspended")
    for _ in range(3):
        response = browser.get("/o/alpine/users/")
        assert response.status_code == 403
        assert "suspended" in response.content.decode()
    entry = AuditEntry.objects.get(event="orgs.access.refused")
    assert (entry.organization_id, entry.actor_id) == (cast.alpine.pk, cast["suspended"].pk)
    assert "Sven Suspended" in entry.actor_name


def test_a_stranger_meets_nothing_and_stays_nameless_in_the_log(as_, cast):
    from console.shell.models import AuditEntry

    there = as_("stranger").get("/o/alpine/")
    nowhere = as_("stranger").get("/o/there-is-none/")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    entry = AuditEntry.objects.get(event="orgs.access.refused")
    assert "Stella" not in entry.actor_name
    assert entry.actor_id == cast["stranger"].pk


def test_the_start_leads_to_where_one_was_last(as_, cast, webmaster):
    Membership.objects.filter(user=webmaster, organization=cast.rival).update(
        last_seen_at="2030-01-01T00:00:00Z"
    )
    assert as_("administrator").get("/")["Location"] == "/o/rival/"


def test_without_an_organization_one_is_led_to_the_list(client, cast):
    from tests.conftest import make_person, sign_in

    nobody = make_person("Nora Nobody")
    assert sign_in(client, nobody).get("/")["Location"] == "/me/organizations/"
    assert b"in no organization yet" in client.get("/me/organizations/").content
