"""The page of one product: what its parts say to whom."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from products.models import Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give

As = Callable[..., Client]


def page_of(client: Client, product: Product) -> str:
    return client.get(f"/o/alpine/products/{product.pk}/").content.decode()


def test_administrators_read_what_happened_to_it_and_nobody_else(
    cast: Cast, as_: As, make_product: Make
) -> None:
    site, other = (make_product(cast.alpine, f"{name}.example") for name in ("alpine", "other"))
    give(cast, membership=cast.membership("collaborator"), scope="product", product=site)
    path = f"/o/alpine/products/{site.pk}/block/"
    assert as_("administrator").post(path, {"reason": "Audit"}).status_code == 302

    read = page_of(as_("administrator"), site)
    assert "Product management blocked" in read
    assert f"?object=products.product:{site.pk}" in read
    assert "Product management blocked" not in page_of(as_("administrator"), other)
    theirs = page_of(as_("collaborator"), site)
    assert "The management of this product is blocked." in theirs
    assert "Product management blocked" not in theirs
    assert "?object=" not in theirs
