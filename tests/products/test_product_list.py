"""The list of products and the page of one: only what the person may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from products.models import Product, ProductTag, Tag
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.test_grant_reach import give

As = Callable[..., Client]
PATH = "/o/alpine/products/"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`, and one next door."""
    make_product(cast.rival, "rivalmark.example")
    return make_product(cast.alpine, "alpine.example")


def shown(client: Client, query: str = "") -> str:
    """The list as a page."""
    return client.get(PATH + query).content.decode()


def test_an_administrator_sees_all_of_theirs(cast: Cast, as_: As, site: Product) -> None:
    page = shown(as_("administrator"))
    assert "alpine<span>.example</span>" in page
    assert "rivalmark" not in page.lower()


def test_others_see_what_was_granted(cast: Cast, as_: As, site: Product) -> None:
    assert "No product is here" in shown(as_("external"))
    give(cast, membership=cast.membership("external"), scope="product", product=site)
    assert f"{site.pk}/" in shown(as_("external"))
    assert as_("external").get(f"{PATH}{site.pk}/").status_code == 200
    assert as_("collaborator").get(f"{PATH}{site.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?type=drive", {"files"}),
        ("?status=redemption", {"late.example"}),
        ("?expires=30", {"soon.example"}),
        ("?expires=past", {"late.example"}),
        ("?management=blocked", {"files"}),
        ("?renewal=automatic", {"server"}),
        ("?payer=other", {"server"}),
        ("?q=OON.EX", {"soon.example"}),
        ("?q=élan", {"elan"}),
        ("?tag=made-up", {"late.example", "soon.example", "files", "server", "elan"}),
    ],
)
def test_it_filters(cast: Cast, as_: As, make_product: Make, query: str, names: set[str]) -> None:
    now = timezone.now()
    alpine = cast.alpine
    make_product(alpine, "late.example", status="redemption", expires_at=now - timedelta(days=20))
    make_product(alpine, "soon.example", expires_at=now + timedelta(days=9))
    make_product(alpine, "files", type="drive", blocked_at=now, blocked_by="Lara")
    make_product(alpine, "server", type="cloud_server", auto_renew=True, payer=cast.agency)
    make_product(alpine, "elan", type="backup")
    answer = as_("legal").get(f"{PATH}export/{query}")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert {line.split(";")[0] for line in lines} == names


def test_it_filters_by_a_tag_of_ones_own(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    tag = Tag.objects.create(organization=cast.alpine, name="shop", sort_name="shop")
    ProductTag.objects.create(
        organization=cast.alpine, product=site, tag=tag, sort_name=site.sort_name
    )
    make_product(cast.alpine, "other.example")
    page = shown(as_("legal"), f"?tag={tag.pk}")
    assert "alpine<span>" in page
    assert "other<span>" not in page
    foreign = Tag.objects.create(organization=cast.rival, name="RIVALMARK", sort_name="rivalmark")
    assert "RIVALMARK" not in shown(as_("legal"), f"?tag={foreign.pk}")


def test_a_name_with_markup_stays_text(cast: Cast, as_: As, make_product: Make) -> None:
    make_product(cast.alpine, '<b hx-get="/evil">x</b>', type="drive")
    tag = Tag.objects.create(organization=cast.alpine, name="<i>t</i>", sort_name="t")
    product = Product.objects.get(type="drive")
    ProductTag.objects.create(organization=cast.alpine, product=product, tag=tag, sort_name="x")
    for path in (PATH, f"{PATH}{product.pk}/", f"{PATH}{product.pk}/actions/"):
        page = as_("legal").get(path).content.decode()
        assert "<b hx-get" not in page
        assert "<i>t</i>" not in page


@pytest.mark.flow("G4.1", "G4.2", "G4.5")
def test_three_parties_stand_side_by_side(cast: Cast, as_: As, make_product: Make) -> None:
    holder = make_contact(cast.alpine, "Wes Webmaster")
    product = make_product(cast.alpine, "three.example", holder=holder, payer=cast.agency)
    page = as_("administrator").get(f"{PATH}{product.pk}/").content.decode()
    for words in ("Wes Webmaster ALPINEMARK", "Alpine ALPINEMARK", cast.agency.name):
        assert words in page
    assert page.count(">differs<") == 2
    assert "in a dispute only the holder counts" in page


def test_nothing_differs_when_one_party_is_all_three(
    cast: Cast, as_: As, make_product: Make
) -> None:
    holder = make_contact(cast.alpine)
    holder.company = "  ALPINE   alpinemark "
    holder.save()
    product = make_product(cast.alpine, "one.example", holder=holder)
    assert ">differs<" not in as_("legal").get(f"{PATH}{product.pk}/").content.decode()


def test_filters_past_the_third_wait_until_one_asks_or_one_is_in_force(
    cast: Cast, as_: As, site: Product
) -> None:
    few = shown(as_("administrator"), "?type=domain")
    assert 'name="expires"' in few
    assert 'name="renewal"' not in few
    more = re.search(r'href="([^"]*more=filters)"', few)[1]
    assert more == f"{PATH}?type=domain&amp;more=filters"
    for query in ("?type=domain&more=filters", "?renewal=manual"):
        page = shown(as_("administrator"), query)
        assert 'name="renewal"' in page
        assert "More filters" not in page
