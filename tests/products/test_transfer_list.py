"""The list of transfers in: by pages, by state, by name; never past its reader's sight (G10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from products.models import Contact, IncomingTransfer, Product
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.renewing import PRODUCTS

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
PATH = f"{PRODUCTS}transfers/"
STATUS = {"failed": "transfer_failed", "done": "active"}


def put(cast: Cast, name: str, state: str, holder: Contact, days: int = 0) -> Product:
    product = put_product(
        cast.alpine, name, status=STATUS.get(state, "transferring"), holder=holder
    )
    IncomingTransfer.objects.create(
        organization=cast.alpine, product=product, state=state, asked_by_name="Lara", attempts=1,
        failure_code=2202 if state == "failed" else None,
        asked_at=timezone.now() - timedelta(days=days),
    )  # fmt: skip
    return product


def names(client: Client, query: str = "") -> list[str]:
    body = client.get(PATH + query).content.decode()
    return re.findall(r'class="name" href="[^"]+">([^<]+)<', body)


def test_no_transfer_is_past_the_last_page(cast: Cast, as_: As) -> None:
    holder = make_contact(cast.alpine)
    every = {put(cast, f"m{n}.example", "done", holder, n % 7).name for n in range(120)}
    legal, found, query = as_("legal"), [], ""
    for _page in range(3):
        body = legal.get(PATH + query).content.decode()
        found += re.findall(r'class="name" href="[^"]+">([^<]+)<', body)
        more = re.search(r'href="[^"]*(\?[^"]*after=[^"]*)"', body)
        query = more[1].replace("&amp;", "&") if more else ""
    assert len(found) == len(set(found)) == 120
    assert set(found) == every
    assert "120" in body


@pytest.mark.flow("G10.4")
def test_it_is_narrowed_by_state_and_searched_by_name(cast: Cast, as_: As) -> None:
    holder = make_contact(cast.alpine)
    put(cast, "lost.example", "failed", holder)
    put(cast, "asked.example", "asked", holder, 1)
    put(cast, "pending.example", "pending", holder, 2)
    put(cast, "came.example", "done", holder, 3)
    legal = as_("legal")
    assert names(legal) == ["lost.example", "asked.example", "pending.example", "came.example"]
    assert names(legal, "?state=failed") == ["lost.example"]
    assert names(legal, "?state=under_way") == ["asked.example", "pending.example"]
    assert names(legal, "?state=done&q=came") == ["came.example"]
    assert names(legal, "?q=nowhere") == []
    assert names(legal, "?state=made-up") == names(legal)
    assert names(as_("external")) == []
    assert as_("stranger").get(PATH.replace("alpine", "rival") + "?q=lost").status_code == 200
    assert names(as_("stranger")) == []


def test_a_blocked_one_is_started_again_by_administrators_only(cast: Cast, as_: As) -> None:
    product = put(cast, "lost.example", "failed", make_contact(cast.alpine))
    Product.objects.filter(pk=product.pk).update(blocked_at=timezone.now(), blocked_by="Lara")
    restart = f"{PRODUCTS}{product.pk}/transfer/"
    assert restart in as_("legal").get(PATH).content.decode()
