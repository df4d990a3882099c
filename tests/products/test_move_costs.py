"""Who takes a product over sees what it goes on costing (GX.1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from products.models import Product
from tests.conftest import Cast
from tests.products.holding import make_domain
from tests.products.moving import offered

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.mark.flow("GX.1")
def test_what_renews_by_itself_and_the_warranty_are_said(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    Product.objects.update(auto_renew=True, warranty=True)
    token = offered(as_("legal"), product)
    stranger = as_("stranger")
    stranger.get(f"/moves/{token}/")
    page = stranger.get("/moves/").content.decode()
    assert "renewed automatically" in page
    assert "with the Renewal Warranty" in page
