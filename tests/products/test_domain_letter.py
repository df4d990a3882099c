"""The letter about a domain that is about to expire leads to where it is renewed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.models import OutgoingLetter
from products import domain_clock
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_domain_clock import make_domain

As = Callable[..., Client]


@pytest.mark.flow("E8", "G9.1")
def test_it_goes_to_the_holder_and_its_link_opens_the_domain(
    cast: Cast, as_: As, make_product: Make
) -> None:
    now = timezone.now()
    domain = make_domain(cast, make_product, "alpine.com", now + timedelta(days=14))
    domain_clock.run(now)
    domain_clock.run(now + timedelta(hours=1))

    letter = OutgoingLetter.objects.get(event="products.domain.expiring")
    assert letter.to == domain.product.holder.email
    assert "alpine.com" in letter.subject
    found = re.search(r"/o/alpine/products/\d+/", letter.text)
    assert found is not None
    page = as_("administrator").get(found[0])
    assert page.status_code == 200
    assert "alpine.com" in page.content.decode()
    assert as_("stranger").get(found[0]).status_code == 404
