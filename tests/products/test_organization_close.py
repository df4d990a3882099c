"""Nobody deletes an Organization with what it runs (G15.7)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from auth2fa.models import User
from console.shell.actions import Refused
from orgs.actions.closing import close_organization
from orgs.models import Organization
from orgs.reach import as_actor
from products.models import Charge, Product, RegistrarOrder
from tests.conftest import Cast, make_organization, make_person, sign_in
from tests.products.conftest import put_product

pytestmark = pytest.mark.django_db
CLOSE = "/o/lonely/settings/delete/"
NAME = "Lonely LONELYMARK"


@pytest.fixture
def owner(db: None) -> User:
    """The only person of an Organization: nobody else stands against its end."""
    return make_person(
        "Olga Owner", make_organization("lonely", "LONELYMARK"), "legal_representative"
    )


def close(owner: User) -> str:
    actor = as_actor(owner.memberships.get())
    return close_organization(actor=actor, name=NAME, is_proven=True)


@pytest.mark.flow("G15.7")
@pytest.mark.parametrize("status", ["active", "elsewhere"])
def test_with_a_product_it_stays_and_the_page_leads_there(status: str, owner: User) -> None:
    lonely = Organization.objects.get(slug="lonely")
    site = put_product(lonely, "lonely.example", status=status)
    client = sign_in(Client(), owner)
    page = client.get(CLOSE).content.decode()
    assert "It has 1 product." in page
    assert 'href="/o/lonely/products/"' in page
    answer = client.post(CLOSE, {"name": NAME})
    assert answer.status_code == 422
    assert Product.objects.filter(pk=site.pk).exists()


def test_the_action_asks_too(owner: User) -> None:
    put_product(Organization.objects.get(slug="lonely"), "lonely.example")
    with pytest.raises(Refused, match="1 product"):
        close(owner)
    assert Product.objects.count() == 1


def test_what_it_pays_for_others_stands_against_it(owner: User, cast: Cast) -> None:
    """Told in number: whose it is, is the business of those others."""
    lonely = Organization.objects.get(slug="lonely")
    site = put_product(cast.alpine, "alpine.example", payer=lonely)
    with pytest.raises(Refused, match="pays for 1 product"):
        close(owner)
    page = sign_in(Client(), owner).get(CLOSE).content.decode()
    assert "alpine.example" not in page
    Product.objects.filter(pk=site.pk).update(payer=None)
    assert close(owner) == NAME


@pytest.mark.parametrize("status", ["released", "terminated"])
def test_what_is_over_goes_with_it(status: str, owner: User) -> None:
    """With its holder's card, and with what was paid for it once."""
    lonely = Organization.objects.get(slug="lonely")
    site = put_product(lonely, "lonely.example", status=status)
    paid = Charge.objects.create(
        organization=lonely,
        key="k",
        purpose="renew",
        product_name=site.name,
        amount=20,
        currency="CHF",
        settled_at=timezone.now(),
    )
    RegistrarOrder.objects.create(
        organization=lonely, product=site, verb="renew", key="k", charge=paid
    )
    assert close(owner) == NAME
    assert not Organization.objects.filter(slug="lonely").exists()


@pytest.mark.flow("G9.4", "G15.7")
def test_with_an_unpaid_renewal_it_stays_until_it_is_paid(owner: User) -> None:
    lonely = Organization.objects.get(slug="lonely")
    site = put_product(lonely, "lonely.example", status="released", expires_at=timezone.now())
    owed = Charge.objects.create(
        organization=lonely, key=f"warranty-{site.pk}-20260101", purpose="renew",
        product_name=site.name, amount=20, currency="CHF",
    )  # fmt: skip
    client = sign_in(Client(), owner)
    assert "It owes 1 renewal" in client.get(CLOSE).content.decode()
    with pytest.raises(Refused, match="owes 1 renewal"):
        close(owner)
    page = client.get(f"/o/lonely/products/{site.pk}/").content.decode()
    pay = f"/o/lonely/products/{site.pk}/pay/"
    assert pay in page
    assert client.post(pay, {"number": owed.pk}).status_code == 302
    assert close(owner) == NAME
