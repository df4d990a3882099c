"""Tags on a product, changed where they are seen (G7.3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from console.shell.lists import row_at
from console.shell.models import AuditEntry
from orgs.models import Organization
from products.models import Grant, Product, ProductTag, Tag
from products.tag_names import fold_name, tags_on
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give
from tests.rendering import noted

As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"
ON_LIST = {
    "HX-Request": "true",
    "HX-Target": "dialog",
    "HX-Current-URL": f"http://testserver{PRODUCTS}?type=domain",
}


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    return make_product(cast.alpine, "alpine.example")


def make_tag(organization: Organization, name: str, *products: Product) -> Tag:
    tag = Tag.objects.create(organization=organization, name=name, sort_name=fold_name(name))
    for product in products:
        put_on(product, tag)
    return tag


def put_on(product: Product, tag: Tag) -> None:
    ProductTag.objects.create(
        organization=product.organization, product=product, tag=tag, sort_name=product.sort_name
    )


def send(client: Client, product: Product, **fields: object) -> HttpResponse:
    return client.post(f"{PRODUCTS}{product.pk}/tags/", {"hue": "rose", **fields})


def names(product: Product) -> list[str]:
    return [tag.name for tag in tags_on(product)]


@pytest.mark.flow("G7.1", "G7.3")
def test_a_new_name_makes_a_tag_and_answers_with_the_row(
    cast: Cast, as_: As, site: Product
) -> None:
    answer = as_("administrator").post(
        f"{PRODUCTS}{site.pk}/tags/", {"name": "Live shop", "hue": "moss"}, headers=ON_LIST
    )
    assert answer.status_code == 200
    assert answer["HX-Retarget"] == row_at("product-table", site.pk)
    page = answer.content.decode()
    assert '<span class="tag" data-hue="moss">Live shop</span>' in page
    assert f'name="selected" value="{site.pk}"' in page
    assert names(site) == ["Live shop"]
    entry = AuditEntry.objects.get(event="products.product.tagged")
    assert (entry.before, entry.after) == ({"tags": []}, {"tags": ["Live shop"]})
    assert AuditEntry.objects.get(event="products.tag.created").after["hue"] == "moss"


@pytest.mark.flow("G7.3")
def test_ticks_put_on_and_take_off_and_leave_what_others_did(
    cast: Cast, as_: As, site: Product
) -> None:
    old, new = make_tag(cast.alpine, "old", site), make_tag(cast.alpine, "new")
    make_tag(cast.alpine, "by somebody else meanwhile", site)
    answer = send(as_("legal"), site, tag=[new.pk], seen=[old.pk])
    assert answer.status_code == 302
    assert names(site) == ["by somebody else meanwhile", "new"]
    assert send(as_("legal"), site, tag=[new.pk], seen=[old.pk]).status_code == 302
    assert AuditEntry.objects.filter(event="products.product.tagged").count() == 1


def test_a_known_name_is_found_whatever_its_accents_and_case(
    cast: Cast, as_: As, site: Product
) -> None:
    tag = make_tag(cast.alpine, "Été")
    send(as_("legal"), site, name="ete")
    assert names(site) == ["Été"]
    assert list(Tag.objects.values_list("pk", flat=True)) == [tag.pk]


@pytest.mark.flow("G7.2", "G7.6")
def test_the_level_of_access_decides(cast: Cast, as_: As, site: Product) -> None:
    tag = make_tag(cast.alpine, "shop", site)
    make_tag(cast.alpine, "unseen")
    grant = give(cast, membership=cast.membership("external"), scope="product", product=site)
    page = as_("external").get(f"{PRODUCTS}{site.pk}/tags/").content.decode()
    assert "shop" in page
    assert "unseen" not in page
    assert "you need a grant to manage it" in page
    refused = send(as_("external"), site, seen=[tag.pk])
    assert refused.status_code == 403
    assert "you need a grant to manage it" in refused.content.decode()
    Grant.objects.filter(pk=grant.pk).update(level="manage")
    assert send(as_("external"), site, seen=[tag.pk]).status_code == 302
    assert names(site) == []


def test_a_grant_that_ends_while_the_form_is_open(cast: Cast, as_: As, site: Product) -> None:
    browser = as_("collaborator")
    grant = give(
        cast,
        membership=cast.membership("collaborator"),
        scope="product",
        product=site,
        level="manage",
    )
    with noted():
        shown = browser.get(f"{PRODUCTS}{site.pk}/tags/").context["shown"]
    Grant.objects.filter(pk=grant.pk).delete()
    refused = send(browser, site, name="mine", shown=shown)
    assert refused.status_code == 403
    assert "No grant reaches this product." in refused.content.decode()
    assert send(browser, site, name="mine").status_code == 404
    assert send(as_("external"), site, name="mine", shown=shown).status_code == 404
    assert names(site) == []


@pytest.mark.parametrize("field", ["tag", "product"])
def test_what_belongs_to_a_neighbor_is_not_there(
    cast: Cast, as_: As, site: Product, make_product: Make, field: str
) -> None:
    foreign = make_product(cast.rival, "rivalmark.example")
    theirs = make_tag(cast.rival, "RIVALMARK", foreign)
    if field == "tag":
        answer = send(as_("legal"), site, tag=[theirs.pk])
    else:
        answer = send(as_("legal"), foreign, name="taken")
    assert answer.status_code == 404
    assert names(site) == []
    assert names(foreign) == ["RIVALMARK"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "x" * 61}, "at most 60 characters; this one has 61"),
        ({"name": "two\nlines"}, "one line of visible characters"),
        ({"name": "\u0301"}, "at least one letter, digit or sign"),
        ({"name": "fine", "hue": "beige"}, "Choose one of the colors."),
    ],
)
def test_wrong_input_says_what_is_wrong(
    cast: Cast, as_: As, site: Product, fields: dict[str, str], sentence: str
) -> None:
    answer = send(as_("legal"), site, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Tag.objects.exists()


def test_many_are_tagged_at_once_or_none(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    other, foreign = make_product(cast.alpine, "b.example"), make_product(cast.rival, "c.example")
    tag = make_tag(cast.alpine, "shop", site)
    path, fields = f"{PRODUCTS}tag/", {"name": "", "hue": "rose", "tag": [tag.pk]}
    wrong = as_("legal").post(path, {**fields, "selected": [site.pk, foreign.pk]})
    assert wrong.status_code == 404
    assert names(other) == []
    done = as_("legal").post(path, {**fields, "selected": [site.pk, other.pk]}, follow=True)
    assert "1 product is tagged." in done.content.decode()
    assert names(other) == names(site) == ["shop"]
    give(cast, membership=cast.membership("external"), scope="product", product=other)
    refused = as_("external").post(path, {**fields, "selected": [other.pk]})
    assert refused.status_code == 403
    nothing = as_("legal").post(path, {"name": "", "hue": "rose", "selected": [other.pk]})
    assert "Choose a tag, or name a new one." in nothing.content.decode()
