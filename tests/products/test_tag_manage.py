"""The page where an Organization keeps its tags (G7.4, G7.5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from console.shell.models import AuditEntry
from products.models import Product, Tag
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_tag_attach import make_tag, names, put_on

As = Callable[..., Client]
TAGS = "/o/alpine/tags/"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    return make_product(cast.alpine, "alpine.example")


@pytest.mark.flow("G7.5")
def test_a_new_tag_is_on_nothing(cast: Cast, as_: As) -> None:
    made = as_("legal").post(f"{TAGS}new/", {"name": "Archive", "hue": "plum"}, follow=True)
    page = made.content.decode()
    assert "The tag “Archive” is made." in page
    assert 'data-hue="plum"' in page
    twin = as_("administrator").post(f"{TAGS}new/", {"name": "ARCHIVÉ", "hue": "rose"})
    assert twin.status_code == 422
    assert "There is a tag “Archive” already." in twin.content.decode()
    assert Tag.objects.count() == 1


@pytest.mark.flow("G7.4")
def test_the_list_says_on_how_many_products_each_is(cast: Cast, as_: As, site: Product) -> None:
    tag = make_tag(cast.alpine, "shop", site)
    make_tag(cast.alpine, "spare")
    make_tag(cast.rival, "RIVALMARK")
    page = as_("legal").get(TAGS).content.decode()
    assert f'<a href="/o/alpine/products/?tag={tag.pk}">1</a>' in page
    assert "spare" in page
    assert "RIVALMARK" not in page
    assert as_("collaborator").get(TAGS).status_code == 403


@pytest.mark.flow("G7.4")
def test_a_tag_gets_another_name_and_color(cast: Cast, as_: As, site: Product) -> None:
    tag = make_tag(cast.alpine, "shop", site)
    fields = {"name": "Store", "hue": "iris", "version": "0"}
    assert as_("legal").post(f"{TAGS}{tag.pk}/edit/", fields).status_code == 302
    assert names(site) == ["Store"]
    entry = AuditEntry.objects.get(event="products.tag.changed")
    assert entry.before == {"name": "shop", "hue": "lake"}
    assert entry.after == {"name": "Store", "hue": "iris"}
    assert as_("legal").post(f"{TAGS}{tag.pk}/edit/", fields).status_code == 302
    late = as_("administrator").post(f"{TAGS}{tag.pk}/edit/", {**fields, "name": "Late"})
    assert late.status_code == 409
    assert "it is “Store” in Iris now" in late.content.decode()
    make_tag(cast.alpine, "Other")
    taken = as_("legal").post(
        f"{TAGS}{tag.pk}/edit/", {"name": "other", "hue": "iris", "version": 1}
    )
    assert taken.status_code == 422
    assert names(site) == ["Store"]


def test_a_merged_tag_gives_its_products_to_the_other(
    cast: Cast, as_: As, site: Product, make_product: Make
) -> None:
    both, only = make_product(cast.alpine, "b.example"), make_product(cast.alpine, "c.example")
    tag, other = make_tag(cast.alpine, "web", both, only), make_tag(cast.alpine, "Web site", site)
    put_on(both, other)
    foreign = make_tag(cast.rival, "RIVALMARK")
    page = as_("legal").get(f"{TAGS}{tag.pk}/merge/").content.decode()
    assert "2 products bear this tag." in page
    path = f"{TAGS}{tag.pk}/merge/"
    assert as_("legal").post(path, {"into": foreign.pk}).status_code == 404
    assert as_("legal").post(path, {"into": tag.pk}).status_code == 422
    assert as_("legal").post(path, {}).status_code == 422
    assert as_("legal").post(path, {"into": other.pk}).status_code == 302
    assert [names(each) for each in (site, both, only)] == [["Web site"]] * 3
    entry = AuditEntry.objects.get(event="products.tag.merged")
    assert entry.before["products"] == 2
    assert entry.after == {"into": "Web site"}


@pytest.mark.flow("G7.4")
def test_deleting_says_from_how_many_products_it_goes(cast: Cast, as_: As, site: Product) -> None:
    tag = make_tag(cast.alpine, "shop", site)
    page = as_("legal").get(f"{TAGS}{tag.pk}/delete/").content.decode()
    assert "1 product bears this tag and loses it." in page
    assert as_("legal").post(f"{TAGS}{tag.pk}/delete/").status_code == 302
    assert names(site) == []
    assert AuditEntry.objects.get(event="products.tag.deleted").before["products"] == 1
    assert as_("legal").post(f"{TAGS}{tag.pk}/delete/").status_code == 404
