"""What the holder is told before the expiry (G9.1), and where a missing domain may be (G9.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from products.tasks import walk_domains
from tests.conftest import Cast
from tests.products.renewing import PRODUCTS, put_domain

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.mark.flow("G9.1")
def test_the_address_on_the_card_is_written_to_before_the_expiry(cast: Cast, as_: As) -> None:
    put_domain(cast.alpine, "alpine.com", timezone.now() + timedelta(days=6))
    walk_domains()
    walk_domains()
    page = as_("legal").get("/o/alpine/letters/").content.decode()
    assert page.count("alpine.com expires on") == 1
    assert "holder@example.com" in page


@pytest.mark.flow("G9.8")
@pytest.mark.parametrize(("kind", "is_said"), [("domain", True), ("", True), ("drive", False)])
def test_a_domain_that_is_not_found_may_be_elsewhere(
    cast: Cast, as_: As, kind: str, is_said: bool
) -> None:
    page = as_("legal").get(f"{PRODUCTS}?type={kind}&q=nowhere.example").content.decode()
    for words in (
        "Is a domain missing?",
        "another of your organizations",
        "it can be registered anew",
    ):
        assert (words in page.partition("Nothing matches")[2]) is is_said
