"""Nothing of one Organization is reached from another, by any number in any place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from console.shell.actor import Actor
from console.shell.models import AuditEntry
from orgs.models import Membership
from tests.conftest import Cast
from tests.log import write_entry
from tests.matrix.walk import body_of
from tests.rendering import noted
from tests.security.ground import Twin, database, furnish

As = Callable[..., Client]
LEADERS = ["legal", "administrator", "partner_full"]
INSIDE = ["legal", "administrator", "collaborator", "accounting", "partner_full"]
HTMX = {"HX-Request": "true", "HX-Target": "main"}


@pytest.fixture
def twin(cast: Cast) -> Twin:
    return furnish(cast)


@pytest.mark.flow("G16.5")
@pytest.mark.parametrize("part", LEADERS)
def test_a_number_in_the_address(part: str, as_: As, twin: Twin) -> None:
    """Row 37: under one's own address and under theirs, to look and to change."""
    browser, before = as_(part), database()
    sent = {"role": "collaborator", "has_accounting": "on", "version": "0"}
    for row in twin.members:
        for slug in ("alpine", "rival"):
            for page in ("", "actions/", "role/"):
                path = f"/o/{slug}/users/{row.pk}/{page}"
                for headers in ({}, HTMX):
                    assert browser.get(path, headers=headers).status_code == 404, path
            path = f"/o/{slug}/users/{row.pk}/role/"
            for headers in ({}, HTMX):
                assert browser.post(path, sent, headers=headers).status_code == 404, path
    assert database() == before


@pytest.mark.parametrize("part", INSIDE)
def test_a_number_or_a_name_in_a_question(part: str, as_: As, twin: Twin) -> None:
    """Row 37: filters, ticks, pages, search, and who is asked about."""
    browser, theirs = as_(part), twin.members[1].pk
    entry = AuditEntry.objects.filter(organization_id=twin.organization.pk).latest("pk").pk
    strange = [
        f"/o/alpine/users/?q={twin.names[0].split()[0]}",
        "/o/alpine/users/?q=RIVALMARK",
        "/o/alpine/users/?q=rivalmark.example",
        f"/o/alpine/users/?organization={twin.organization.pk}&organization_id={twin.organization.pk}",
        f"/o/alpine/users/?team={twin.organization.teams.get().pk}",
        "/o/alpine/users/?role=legal_representative&state=active",
        f"/o/alpine/users/export/?selected={theirs}",
        f"/o/alpine/users/export/?selected={theirs}&selected={twin.members[0].pk}&q=RIVAL",
        "/o/alpine/search/?q=RIVALMARK",
        f"/o/alpine/search/?q={twin.names[0].split()[0]}",
        "/o/alpine/why/?who=RIVALMARK",
        "/o/alpine/why/?whom=RIVALMARK&action=orgs.member.change_role",
        f"/o/alpine/activity/?before={entry + 1}",
        f"/o/alpine/?organization={twin.organization.slug}",
    ]
    wrong = [path for path in strange if _holds(browser, path, twin)]
    assert wrong == []
    for field in ("person", "object"):
        path = f"/o/alpine/why/?{field}={theirs}&action=orgs.member.change_role"
        expected = 403 if part == "partner_full" else 404
        assert browser.get(path).status_code == expected, path


def _holds(browser: Client, path: str, twin: Twin) -> bool:
    """Whether the answer tells anything of the twin that was not in the question."""
    response = browser.get(path)
    assert response.status_code in {200, 403}, path
    body = body_of(response)
    return any(name in body for name in twin.names) or 'href="/o/rival/' in body


def test_a_place_in_their_list_opens_nothing_of_it(as_: As, cast: Cast, twin: Twin) -> None:
    """Row 37: the cursor of one list, used on another."""
    browser, stranger = as_("legal"), as_("stranger")
    for sort in ("", "-name", "role", "seen"):
        with noted():
            page = stranger.get(f"/o/rival/users/?sort={sort}").context["listing"]
        place = page.order.encode(page._page.rows[1])
        for way in ("after", "before"):
            body = browser.get(f"/o/alpine/users/?sort={sort}&{way}={place}").content.decode()
            assert "RIVALMARK" not in body
            assert "ALPINEMARK" in body


@pytest.mark.parametrize("part", LEADERS)
def test_a_number_in_a_field_of_a_form(part: str, as_: As, cast: Cast, twin: Twin) -> None:
    """Rows 37, 39 and 40, incident 19: fields nobody asked for are ignored, disabled ones too."""
    mine, theirs = cast.membership("collaborator"), twin.members[2]
    others = {table: value for table, value in database().items() if table != "orgs_membership"}
    sent: dict[str, Any] = {
        "role": "external", "version": "0",
        "pk": theirs.pk, "id": theirs.pk, "membership": theirs.pk, "member": theirs.pk,
        "user": theirs.user_id, "organization": twin.organization.pk,
        "organization_id": twin.organization.pk, "suspended_at": "2020-01-01",
        "role_given_by": "Mallory", "is_staff": "on", "is_active": "", "price": "0",
        "selected": theirs.pk, "actor": theirs.user_id, "role_rank": "0",
    }  # fmt: skip
    assert as_(part).post(f"/o/alpine/users/{mine.pk}/role/", sent).status_code == 302
    changed = Membership.objects.get(pk=mine.pk)
    assert (changed.role, changed.organization_id) == ("external", cast.alpine.pk)
    assert (changed.suspended_at, changed.user_id) == (None, mine.user_id)
    assert changed.role_given_by == cast[part].full_name
    same = Membership.objects.get(pk=theirs.pk)
    assert (same.role, same.version) == (theirs.role, theirs.version)
    written = {table for table, value in database().items() if others.get(table, value) != value}
    assert written == {"shell_auditentry", "shell_outgoingletter"}
    entry = AuditEntry.objects.latest("pk")
    assert entry.organization_id == cast.alpine.pk
    assert entry.actor_id == cast[part].pk


def test_where_the_browser_says_it_is_opens_nothing(as_: As, cast: Cast, twin: Twin) -> None:
    """Row 37: after a change the page in the address bar is drawn again, never another's."""
    browser, mine = as_("legal"), cast.membership("collaborator")
    for number, here in enumerate(
        ("/o/rival/users/", f"/o/rival/users/{twin.members[0].pk}/", "/o/alpine/../rival/users/")
    ):
        sent = {"role": ("external", "collaborator")[number % 2], "version": str(number)}
        headers = {**HTMX, "HX-Current-URL": f"http://testserver{here}"}
        answer = browser.post(f"/o/alpine/users/{mine.pk}/role/", sent, headers=headers)
        assert answer.status_code in {200, 404}
        assert "RIVALMARK" not in answer.content.decode()
        assert "rival" not in str(answer.headers)


def test_who_belongs_to_both_meets_each_alone(as_: As, cast: Cast, twin: Twin) -> None:
    """Row 37: numbers are looked up inside the Organization of the address."""
    Membership.objects.create(
        organization=twin.organization, user=cast["legal"], role="administrator", sort_name="x"
    )
    browser, before = as_("legal"), database()
    mine = cast.membership("collaborator").pk
    assert browser.get(f"/o/alpine/users/{mine}/").status_code == 200
    assert browser.get(f"/o/rival/users/{mine}/").status_code == 404
    assert browser.get(f"/o/rival/why/?person={mine}").status_code == 404
    sent = {"role": "external", "version": "0"}
    assert browser.post(f"/o/rival/users/{mine}/role/", sent).status_code == 404
    theirs = twin.members[2].pk
    assert browser.post(f"/o/alpine/users/{theirs}/role/", sent).status_code == 404
    assert "ALPINEMARK" not in body_of(browser.get("/o/rival/users/export/")).replace(
        cast["legal"].full_name, ""
    )
    assert database() == before


@pytest.mark.parametrize("part", INSIDE)
def test_a_list_holds_what_a_naive_look_finds(part: str, as_: As, cast: Cast, twin: Twin) -> None:
    """Incidents 15 and 16: the export is exactly the people of this Organization."""
    rows = body_of(as_(part).get("/o/alpine/users/export/")).splitlines()[1:]
    expected = {
        row.user.full_name
        for row in Membership.objects.select_related("user")
        if row.organization_id == cast.alpine.pk
    }
    assert {row.split(";")[0].strip('"') for row in rows} == expected


def test_outside_an_organization_no_row_is_visible(cast: Cast, twin: Twin) -> None:
    """Row 38: whoever forgets to say where sees nothing, in every model of a tenant."""
    nobody = Actor(user_id=None)
    somebody = Actor(user_id=cast["legal"].pk)
    write_entry(event="auth2fa.session.began", person_id=cast["legal"].pk)
    scoped = [model for model in apps.get_models() if hasattr(model.objects, "visible_to")]
    assert {model.__name__ for model in scoped} >= {"Membership", "Organization", "AuditEntry"}
    for model in scoped:
        # A table that the two made here leave empty is asked all the same.
        assert model.objects.exists() or model.__name__ not in {"Membership", "AuditEntry"}
        assert not model.objects.visible_to(nobody).exists(), model
        if model.__name__ != "Organization":
            assert not model.objects.visible_to(somebody).exists(), model


def test_every_table_of_a_tenant_names_its_organization() -> None:
    """Row 38: also where it could be joined, so that it can be asked for and sharded by it."""
    tenants = [
        model
        for model in apps.get_app_config("orgs").get_models()
        # The names of deleted Organizations belong to none.
        if model.__name__ not in {"Organization", "RetiredSlug"}
    ]
    assert tenants
    for model in tenants:
        columns = {getattr(field, "attname", "") for field in model._meta.get_fields()}
        assert "organization_id" in columns, model
