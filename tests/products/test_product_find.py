"""A product that is not here: in which other Organization it is, and no word of what is hidden."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import Membership, Role
from products.catalog.types import catalog
from products.models import Grant
from tests.conftest import Cast, join, make_organization, sign_in
from tests.products.conftest import Make, make_contact

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
LIST = "/o/alpine/products/"
FIND = "/products/"
OTHERS = "In your other organizations"


@pytest.mark.flow("G9.8")
def test_an_empty_search_tells_where_else_the_product_is(
    cast: Cast, as_: As, make_product: Make
) -> None:
    join(cast["administrator"], cast.rival, Role.ADMINISTRATOR)
    make_product(cast.rival, "lost-and-found.example")
    page = as_("administrator").get(f"{LIST}?q=found").content.decode()
    found = page.partition(OTHERS)[2]
    assert 'href="/o/rival/products/?q=found"' in found
    assert "Rival RIVALMARK" in found
    assert "1 product" in found


@pytest.mark.flow("G9.8", "G16.5", "G16.10")
@pytest.mark.parametrize("way", ["none", "suspended", "without a grant", "partner without"])
def test_it_tells_of_nothing_that_the_person_may_not_see(
    way: str, cast: Cast, as_: As, make_product: Make
) -> None:
    part = "collaborator"
    make_product(cast.rival, "secret.example")
    if way == "suspended":
        join(cast[part], cast.rival, Role.ADMINISTRATOR, suspended_at=timezone.now())
    if way == "without a grant":
        join(cast[part], cast.rival, Role.COLLABORATOR)
    if way == "partner without":
        part = "partner_limited"
        make_product(cast.alpine, "secret-too.example")
    browser = as_(part)
    place = "/o/agency/products/" if part == "partner_limited" else LIST
    for address in (f"{place}?q=secret", f"{FIND}?q=secret"):
        page = browser.get(address).content.decode()
        assert OTHERS not in page
        assert f"/o/{'alpine' if place != LIST else 'rival'}/" not in page.partition("<main")[2]
        assert "RIVALMARK" not in page or way == "without a grant"


@pytest.mark.flow("G9.8")
def test_a_partner_is_led_to_the_client_with_what_was_granted(
    cast: Cast, as_: As, make_product: Make
) -> None:
    mine = make_product(cast.alpine, "granted-one.example")
    make_product(cast.alpine, "granted-not.example")
    contract = cast.alpine.partner_contracts.get(access="limited")
    Grant.objects.create(
        organization=cast.alpine, contract=contract, product=mine, scope="product", given_by="L"
    )
    page = as_("partner_limited").get("/o/agency/products/?q=granted").content.decode()
    found = page.partition(OTHERS)[2]
    assert 'href="/o/alpine/products/?q=granted"' in found
    assert "1 product<" in found.replace("\n", "").replace("  ", "")


def test_it_asks_nothing_more_while_the_list_finds_something(
    cast: Cast, as_: As, make_product: Make
) -> None:
    make_product(cast.alpine, "found.example")
    browser = as_("legal")
    with CaptureQueriesContext(connection) as found:
        assert OTHERS not in browser.get(f"{LIST}?q=found").content.decode()
    with CaptureQueriesContext(connection) as nothing:
        browser.get(f"{LIST}?q=nowhere")
    assert not _asks_elsewhere(found)
    assert _asks_elsewhere(nothing)


def _asks_elsewhere(made: CaptureQueriesContext) -> bool:
    return any("orgs_partnercontract" in each["sql"] for each in made)


def test_ten_organizations_cost_as_many_queries_as_one(
    cast: Cast, as_: As, make_product: Make
) -> None:
    browser, costs = as_("legal"), []
    browser.get(FIND)
    for number in range(10):
        there = make_organization(f"other-{number}", "OTHERMARK")
        join(cast["legal"], there, Role.ADMINISTRATOR)
        make_product(there, f"many-{number}.example", holder=make_contact(there))
        if number in {0, 9}:
            with CaptureQueriesContext(connection) as made:
                page = browser.get(f"{FIND}?q=many").content.decode()
            assert page.count("OTHERMARK</a>") == number + 1
            costs.append(len(made))
    assert costs[0] == costs[1]


@pytest.mark.flow("G16.10")
def test_one_page_lists_where_products_are(cast: Cast, as_: As, make_product: Make) -> None:
    make_product(cast.alpine, "a.example")
    make_product(cast.rival, "b.example")
    page = as_("legal").get(FIND).content.decode()
    assert 'href="/o/alpine/products/"' in page.partition("<main")[2]
    assert "RIVALMARK" not in page
    assert cast["legal"].email in page
    nothing = as_("legal").get(f"{FIND}?q=zzzz").content.decode()
    assert "In none of your organizations" in nothing
    assert "at least" in as_("legal").get(f"{FIND}?q=z").content.decode().lower()


@pytest.mark.flow("G16.7")
@pytest.mark.parametrize("kind", list(catalog().types))
def test_help_leads_to_each_type_without_knowing_the_organization(
    kind: str, cast: Cast, as_: As
) -> None:
    browser = as_("legal")
    answer = browser.get(f"/products/{kind}/")
    assert answer.status_code == 302
    assert answer["Location"] == f"/o/alpine/products/?type={kind}"
    assert browser.get(answer["Location"]).status_code == 200
    assert f'href="/products/{kind}/"' in browser.get(FIND).content.decode()


@pytest.mark.flow("G16.7")
def test_it_opens_the_organization_one_was_in_last(cast: Cast, as_: As) -> None:
    join(cast["legal"], cast.rival, Role.ADMINISTRATOR)
    Membership.objects.filter(user=cast["legal"]).update(last_seen_at=None)
    browser = as_("legal")
    browser.get("/o/rival/")
    assert browser.get("/products/domain/")["Location"] == "/o/rival/products/?type=domain"


@pytest.mark.parametrize("kind", ["boat", "Domain", "domain-x", "999"])
def test_a_type_that_is_none_is_not_found(kind: str, as_: As) -> None:
    assert as_("legal").get(f"/products/{kind}/").status_code == 404


def test_who_is_in_no_organization_comes_to_their_list(cast: Cast) -> None:
    Membership.objects.filter(user=cast["external"]).delete()
    browser = sign_in(Client(), cast["external"])
    assert browser.get("/products/domain/")["Location"] == "/me/organizations/"
    assert "No product is yours to see yet" in browser.get(FIND).content.decode()


def test_a_stranger_signs_in_first_and_goes_on(as_: As) -> None:
    answer = as_("anonymous").get("/products/domain/")
    assert answer["Location"].endswith("?next=%2Fproducts%2Fdomain%2F")
