"""What another provider runs: nothing here renews, unlocks or claims it; it goes off the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Role
from orgs.policy import decide
from products.actions.domain_clock import walk_domains
from products.models import Domain, Product
from tests.conftest import Cast
from tests.products.conftest import Make

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture
def elsewhere(cast: Cast, make_product: Make) -> Product:
    """A domain that ran out yesterday, at another registrar."""
    product = make_product(
        cast.alpine,
        "away.example",
        status="elsewhere",
        expires_at=timezone.now() - timedelta(days=1),
    )
    Domain.objects.create(product=product, organization=cast.alpine, extension="example")
    return product


@pytest.mark.parametrize("permission", ["products.product.renew", "products.domain.release"])
def test_nobody_renews_or_unlocks_it_here(
    permission: str, cast: Cast, elsewhere: Product, make_product: Make
) -> None:
    own = cast.membership("legal")
    actor = Actor(
        own.user_id, organization_id=cast.alpine.pk, membership_id=own.pk,
        role=Role.LEGAL_REPRESENTATIVE,
    )  # fmt: skip
    no = decide(actor, permission, elsewhere)
    assert not no
    assert "kept elsewhere" in str(no.reason)
    assert decide(actor, permission, make_product(cast.alpine, "ours.example"))


def test_the_clock_passes_it_over(cast: Cast, elsewhere: Product) -> None:
    walk_domains(actor=Actor.system(cast.alpine.pk), now=timezone.now())
    elsewhere.refresh_from_db()
    assert elsewhere.status == "elsewhere"
    assert not OutgoingLetter.objects.exists()


def test_its_page_says_so(as_: As, elsewhere: Product) -> None:
    page = as_("administrator").get(f"/o/alpine/products/{elsewhere.pk}/").content.decode()
    assert "This product is kept elsewhere" in page
    assert f"/o/alpine/products/{elsewhere.pk}/forget/" in page
    assert f"/o/alpine/products/{elsewhere.pk}/renew/" not in page
    for part in ("h-life", "h-renewal", "h-domain", "Transfer lock", "a year, without"):
        assert part not in page, "nothing is said that is not known"


def test_it_is_taken_off_the_list_once(as_: As, cast: Cast, elsewhere: Product) -> None:
    browser, url = as_("administrator"), f"/o/alpine/products/{elsewhere.pk}/forget/"
    assert "Take away.example off the list" in browser.get(url).content.decode()
    assert browser.post(url)["Location"] == "/o/alpine/products/"
    assert not Product.objects.exists()
    assert AuditEntry.objects.get(event="products.product.forgotten").subject_name == "away.example"
    assert browser.post(url).status_code == 404


def test_what_is_kept_here_stays(as_: As, cast: Cast, make_product: Make) -> None:
    product = make_product(cast.alpine, "ours.example")
    assert as_("legal").post(f"/o/alpine/products/{product.pk}/forget/").status_code == 404
    assert Product.objects.exists()
