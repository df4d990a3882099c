"""A form that comes back: by the browser's back button, after a refusal, or with another time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from products.models import Charge, Product, RegistrarOrder, RegistryName
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.renewing import PRODUCTS, at_the_registry, form_of, in_days, put_domain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extension of the demonstration, which is registered for up to ten years."""
    from products.catalog import extensions as table

    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(40))


@pytest.mark.flow("G9.5")
@pytest.mark.parametrize(
    ("verb", "status", "ends"), [("renew", "active", 40), ("restore", "redemption", -60)]
)
def test_after_a_refusal_the_same_form_orders_nothing_and_says_so(
    cast: Cast, as_: As, verb: str, status: str, ends: int
) -> None:
    domain = put_domain(cast.alpine, "alpine.example", in_days(ends), status=status)
    RegistryName.objects.update(sponsor="another")
    form = form_of(as_("legal"), domain, verb)
    address = f"{PRODUCTS}{domain.pk}/{verb}/"
    assert as_("legal").post(address, form).status_code == 302
    at_the_registry()
    assert Charge.objects.get().returned_at
    RegistryName.objects.update(sponsor="regie")
    answer = as_("legal").post(address, form)
    assert answer.status_code == 409
    assert "Nothing is ordered now" in answer.content.decode()
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 1
    # A form of its own orders again.
    assert as_("legal").post(address, form_of(as_("legal"), domain, verb)).status_code == 302
    assert RegistrarOrder.objects.count() == 2


@pytest.mark.flow("G9.5")
def test_another_time_in_a_form_that_was_sent_is_not_passed_over(
    cast: Cast, as_: As, make_product: Make, domain: Product
) -> None:
    hosting = make_product(cast.alpine, "Main site", type="web_hosting", expires_at=in_days(10))
    for product, other in ((domain, "2 40.00 CHF"), (hosting, "3 290.00 CHF")):
        form = form_of(as_("legal"), product, "renew")
        address = f"{PRODUCTS}{product.pk}/renew/"
        assert as_("legal").post(address, form).status_code == 302
        answer = as_("legal").post(address, {**form, "term": other})
        assert answer.status_code == 409, product.name
        assert "sent already" in answer.content.decode()
        assert Charge.objects.filter(product_name=product.name).count() == 1


def test_what_is_said_again_is_how_it_stands(cast: Cast, as_: As, domain: Product) -> None:
    form, address = form_of(as_("legal"), domain, "renew"), f"{PRODUCTS}{domain.pk}/renew/"

    def said() -> str:
        answer = as_("legal").post(address, form)
        assert answer.status_code == 302
        return [str(each) for each in get_messages(answer.wsgi_request)][-1]

    assert "is ordered" in said()
    assert "is ordered" in said()
    at_the_registry()
    assert said() == "alpine.example is renewed."
    assert Charge.objects.count() == 1
