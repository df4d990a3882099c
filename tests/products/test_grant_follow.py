"""Access follows the membership: in the preview of a role, removal, and an invitation back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orgs import following
from orgs.actions.members import change_role
from orgs.models import FormerMember, Membership
from orgs.reach import as_actor
from products.followers.grants import Grants
from products.models import Grant, Product
from tests.conftest import Cast, join, make_person
from tests.products.conftest import Make
from tests.products.granting import ACCESS, entries, given, letters, rows_of, web
from tests.products.test_grant_reach import seen

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`."""
    return make_product(cast.alpine, "alpine.example")


def lines(member: Membership, role: str) -> dict[str, list[str]]:
    """What the preview says of products."""
    found = Grants().compare(member, role=role, has_accounting=False)
    return {
        "loses": [str(each) for each in found.loses],
        "keeps": [str(each) for each in found.keeps],
        "gains": [str(each) for each in found.gains],
    }


ALL = "every product, future ones too: now 1"
SITE = "alpine.example (See)"
TYPE = "Drives: all, future ones too (Manage)"


def test_the_preview_names_what_is_lost_kept_and_gained(cast: Cast, site: Product) -> None:
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    given(cast, web(cast), scope="type", type="drive", level="manage")
    assert lines(cora, "administrator") == {"loses": [], "keeps": [], "gains": [ALL]}
    assert lines(cora, "external") == {"loses": [TYPE], "keeps": [SITE], "gains": []}
    assert lines(cora, "collaborator") == {"loses": [], "keeps": [TYPE, SITE], "gains": []}
    cora.role = "external"
    assert lines(cora, "collaborator") == {"loses": [], "keeps": [SITE], "gains": [TYPE]}
    cora.role = "administrator"
    assert lines(cora, "collaborator") == {"loses": [ALL], "keeps": [TYPE, SITE], "gains": []}
    assert lines(cora, "legal_representative") == {"loses": [], "keeps": [], "gains": []}


@pytest.mark.flow("G1.6")
def test_whoever_becomes_external_loses_types_and_everything_and_reads_it_once(
    cast: Cast, as_: As, site: Product
) -> None:
    cora = cast.membership("collaborator")
    given(cast, cora, scope="type", type="drive", level="manage")
    given(cast, cora)
    given(cast, cora, products=[site])
    page = as_("legal").get(f"/o/alpine/users/{cora.pk}/role/?role=external").content.decode()
    assert "Drives: all, future ones too (Manage)" in page
    before = len(letters())
    change_role(
        actor=as_actor(cast.membership("legal")),
        membership_id=cora.pk,
        role="external",
        has_accounting=False,
        version=cora.version,
        is_proven=True,
    )
    assert rows_of(cast.alpine) == {("product", "alpine.example", "view")}
    assert len(entries("withdrawn")) == 2
    assert len(letters()) == before  # the letter about the role says it
    cora.refresh_from_db()
    assert seen(as_actor(cora)) == {"alpine.example"}


@pytest.mark.flow("G1.6")
def test_choosing_a_role_leads_into_choosing_products(cast: Cast, as_: As, site: Product) -> None:
    emil = cast.membership("external")
    path = f"/o/alpine/users/{emil.pk}/role/"
    assert "Save and choose products" in as_("legal").get(path).content.decode()
    answer = as_("legal").post(
        path, {"role": "collaborator", "version": emil.version, "then": "products"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{ACCESS}users/{emil.pk}/"
    page = as_("legal").get(answer["Location"]).content.decode()
    assert "maximum permissions" in page


@pytest.mark.flow("G3.10")
def test_removal_names_what_goes_and_ends_it(cast: Cast, as_: As, site: Product) -> None:
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site])
    (part,) = Grants().describe(cora)
    assert str(part.sentence) == "1 product access"
    assert list(part.items) == [SITE]
    page = as_("legal").get(f"/o/alpine/users/{cora.pk}/remove/").content.decode()
    assert "1 product access" in page
    Grants().remove(cora, "")
    assert not Grant.objects.exists()


def test_what_was_kept_comes_back_as_far_as_it_still_exists(
    cast: Cast, site: Product, make_product: Make
) -> None:
    sold = make_product(cast.alpine, "sold.example")
    cora = cast.membership("collaborator")
    given(cast, cora, products=[site, sold], level="manage", reason="Old times")
    given(cast, cora, scope="type", type="drive")
    tomorrow = (timezone.now() + timedelta(days=2)).date()
    over = make_product(cast.alpine, "over.example")
    given(cast, cora, products=[over], ends_on=tomorrow)
    kept = Grants().snapshot(cora)
    for each in kept["grants"]:
        if each["ends_at"]:
            each["ends_at"] = "2020-01-01T00:00:00+00:00"
    assert "sold.example" not in str(kept)  # numbers only: a name could be another's by now
    Grants().remove(cora, "")
    Product.objects.filter(pk=sold.pk).update(organization=cast.rival)
    former = FormerMember(organization=cast.alpine, role="collaborator")
    shown = [str(each) for each in Grants().returning(former, kept)]
    assert shown == ["Drives: all, future ones too (See)", "alpine.example (Manage)"]
    Membership.objects.filter(pk=cora.pk).update(role_given_by="Lara")
    cora = cast.membership("collaborator")
    Grants().restore(cora, kept)
    Grants().restore(cora, kept)
    assert rows_of(cast.alpine) == {
        ("type", "drive", "view"),
        ("product", "alpine.example", "manage"),
    }
    assert set(Grant.objects.values_list("given_by", flat=True)) == {"Lara"}


def test_an_invitation_never_begins_more_than_the_role_holds(cast: Cast, site: Product) -> None:
    promised = {
        "grants": [
            {"scope": "everything", "product": None, "type": "", "level": "manage"}
            | {"reason": "", "ends_at": None, "given_by": "Lara"},
            {"scope": "product", "product": site.pk, "type": "", "level": "view"}
            | {"reason": "", "ends_at": None, "given_by": "Lara"},
        ]
    }
    for role, expected in (
        ("external", {("product", "alpine.example", "view")}),
        ("administrator", set()),
    ):
        Grant.objects.all().delete()
        member = join(make_person(f"New {role}"), cast.alpine, role)
        Grants().begin(member, promised)
        assert rows_of(cast.alpine) == expected


def test_it_is_registered_with_the_port(cast: Cast) -> None:
    assert "products.grants" in dict(following.followers())
