"""The life of a domain on its page: every phase in words, what acting costs, and today."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.renewing import PRODUCTS, in_days, put_domain

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def life_on_page(client: Client, pk: int) -> list[str]:
    """The phases of the page, each as the words that are read out."""
    page = client.get(f"{PRODUCTS}{pk}/").content.decode()
    line = page.partition('<ol class="lifeline">')[2].partition("</ol>")[0]
    phases = line.split("<li")[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", f"<li{each}").split()) for each in phases]


@pytest.mark.flow("G9.2", "G9.3")
def test_each_phase_is_said_with_its_days(cast: Cast, as_: As) -> None:
    lost = put_domain(cast.alpine, "lost.com", in_days(-60), status="redemption")
    phases = life_on_page(as_("legal"), lost.pk)
    heads = ("Active", "Expired", "In redemption", "About to be deleted", "Released")
    assert [each.startswith(head) for each, head in zip(phases, heads, strict=True)] == [True] * 5
    assert re.search("Today: day 1[56] of 30", phases[2])  # noon is before or after now
    assert "Last hour from" in phases[2]
    assert "Can be restored; no price is known" in phases[2]
    assert "No way back" in phases[3]
    assert "Anyone may register it" in phases[4]
    page = as_("legal").get(f"{PRODUCTS}{lost.pk}/").content.decode()
    assert page.count('aria-current="step"') == 1
    assert re.search(r"In redemption, day 1[56] of 30", page)  # what the bar is called


@pytest.mark.flow("G9.2")
@pytest.mark.usefixtures("priced")
def test_what_is_not_known_says_to_act_now(cast: Cast, as_: As) -> None:
    late = put_domain(cast.alpine, "late.example", in_days(-3), status="expired")
    phases = life_on_page(as_("legal"), late.pk)
    assert len(phases) == 2
    assert "How long is not known: act now" in phases[1]
    assert "Renewing costs CHF 20.00 a year" in phases[1]
    page = as_("legal").get(f"{PRODUCTS}{late.pk}/").content.decode()
    assert "The rules of .example are not known here" in page


def test_the_state_goes_before_the_figures(cast: Cast, as_: As) -> None:
    early = put_domain(cast.alpine, "early.com", in_days(-10), status="redemption")
    page = as_("legal").get(f"{PRODUCTS}{early.pk}/").content.decode()
    assert "the state counts" in page
    assert "Today" in life_on_page(as_("legal"), early.pk)[2]


def test_what_is_no_domain_has_no_such_line(cast: Cast, as_: As) -> None:
    site = put_product(cast.alpine, "Main site", type="web_hosting", expires_at=in_days(9))
    assert life_on_page(as_("legal"), site.pk) == []
