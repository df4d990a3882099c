"""The home page: tiles by category, what runs out when, what needs somebody, an empty start."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import Organization
from products.models import Grant, Product
from tests.conftest import Cast
from tests.html import assert_valid_html
from tests.products.conftest import Make, make_contact, put_product

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
HOME = "/o/alpine/"
# One more for offers of products: they come from other organizations, by the clock and a right.
MOST_QUERIES = 14


@pytest.fixture
def make_product(db: None) -> Make:
    """As the tests of products make them."""
    return put_product


def text_of(client: Client) -> str:
    """The words of the page, without the sidebar, whose counts could be taken for those of the
    page."""
    page = client.get(HOME).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def main_of(client: Client) -> str:
    page = client.get(HOME).content.decode()
    return page[page.index("<main") :]


def soon(**more: int) -> datetime:
    return timezone.now() + timedelta(**more)


@pytest.mark.flow("G16.7")
def test_the_tiles_lead_from_the_middle_of_home_to_each_type(
    cast: Cast, as_: As, make_product: Make
) -> None:
    make_product(cast.alpine, "a.example")
    make_product(cast.alpine, "b.example", status="redemption")
    make_product(cast.alpine, "Site", "web_hosting")
    make_product(cast.alpine, "Mail", "mail_service")
    make_product(cast.rival, "Servers", "cloud_server")
    main = main_of(as_("legal"))
    tiles = main[main.index('class="tiles"') : main.index("h-people")]
    assert re.findall(r'href="(/o/alpine/products/\?type=\w+)"', tiles) == [
        "/o/alpine/products/?type=domain",
        "/o/alpine/products/?type=web_hosting",
        "/o/alpine/products/?type=mail_service",
    ]
    assert re.findall(r'class="count">(\d+)<', tiles) == ["2", "1", "1"]
    assert "1 in trouble" in tiles
    assert "Infrastructure" not in tiles


@pytest.mark.flow("G16.7")
@pytest.mark.parametrize("part", ["collaborator", "external", "partner_limited"])
def test_others_find_only_what_was_granted(
    part: str, cast: Cast, as_: As, make_product: Make
) -> None:
    mine = make_product(cast.alpine, "mine.example", expires_at=soon(days=5))
    make_product(cast.alpine, "hidden.example", expires_at=soon(days=5), status="redemption")
    make_product(cast.alpine, "Hidden", "drive", blocked_at=timezone.now())
    holder = (
        {"contract": cast.alpine.partner_contracts.get(access="limited")}
        if part == "partner_limited"
        else {"membership": cast.membership(part)}
    )
    Grant.objects.create(
        organization=cast.alpine, product=mine, scope="product", given_by="Lara", **holder
    )
    words = text_of(as_(part))
    assert "1 product runs out in these twelve months" in words
    assert "mine.example runs out within 30 days" in words
    for hidden in ("hidden.example", "redemption", "Drives", "is blocked"):
        assert hidden not in words


def test_each_trouble_leads_to_as_many_in_the_list(cast: Cast, as_: As, make_product: Make) -> None:
    for number, status in enumerate(
        ("redemption", "transfer_failed", "suspended", "expired", "pending_delete") * 2
    ):
        make_product(cast.alpine, f"t{number}.example", status=status)
        make_product(cast.rival, f"r{number}.example", status=status)
    for number in range(4):
        make_product(cast.alpine, f"s{number}.example", expires_at=soon(days=3))
        make_product(cast.alpine, f"u{number}.example", expires_at=soon(days=3), auto_renew=True)
        make_product(cast.alpine, f"b{number}.example", blocked_at=timezone.now())
    # Nobody here renews these: another provider does, it has ended, or it is not here yet.
    for status in ("elsewhere", "terminated", "transferring", "pending_restore"):
        make_product(cast.alpine, f"{status}.example", expires_at=soon(days=3), status=status)
    soonest = "?expires=30&amp;renewal=manual&amp;status=active"
    browser = as_("administrator")
    main = main_of(browser)
    for sentence, address, count in (
        ("2 domains are in redemption", "?status=redemption", 2),
        ("2 transfers failed", "?status=transfer_failed", 2),
        ("2 products are suspended", "?status=suspended", 2),
        ("2 products have expired", "?status=expired", 2),
        ("4 products run out within 30 days", soonest, 4),
        ("2 domains are about to be deleted", "?status=pending_delete", 2),
        ("The management of 4 products is blocked", "?management=blocked", 4),
    ):
        assert sentence in main
        assert f'href="/o/alpine/products/{address}"' in main
        listed = browser.get(f"/o/alpine/products/{address.replace('&amp;', '&')}")
        assert f"All {count}" in listed.content.decode()
    assert "and more" in main, "the fourth of a kind is not named"
    assert main.index("transfers failed") < main.index("run out within 30 days")


def test_a_single_one_is_named_and_opened(cast: Cast, as_: As, make_product: Make) -> None:
    product = make_product(cast.alpine, "lost.example", status="redemption")
    main = main_of(as_("legal"))
    assert "lost.example is in redemption" in main
    assert f'href="/o/alpine/products/{product.pk}/"' in main


def test_the_months_count_what_their_lists_hold(cast: Cast, as_: As, make_product: Make) -> None:
    """In the zone of whoever looks: the last minute of a month is still in it."""
    zone = ZoneInfo(cast["legal"].time_zone or "UTC")
    first = (
        timezone.now().astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    third = (first + timedelta(days=70)).replace(day=1)
    make_product(cast.alpine, "begin.example", expires_at=third)
    make_product(cast.alpine, "before.example", expires_at=third - timedelta(seconds=1))
    make_product(cast.alpine, "auto.example", expires_at=third, auto_renew=True)
    make_product(cast.alpine, "far.example", expires_at=first + timedelta(days=400))
    make_product(cast.alpine, "never.example")
    browser = as_("legal")
    main = main_of(browser)
    assert "<strong>3</strong> products run out in these twelve months" in main
    month = f"?expires={third:%Y-%m}&amp;sort=expires"
    for more, count, name in (
        ("", 2, "begin.example"),
        ("&amp;renewal=manual", 1, "begin.example"),
        ("&amp;renewal=automatic", 1, "auto.example"),
    ):
        assert f'href="/o/alpine/products/{month}{more}">{count}</a>' in main
        listed = browser.get(f"/o/alpine/products/{month}{more}".replace("&amp;", "&"))
        text = listed.content.decode()
        assert f"In {third:%B %Y}" in text
        assert re.search(rf"\b{count} in all|All {count}\b", text)
        stem = name.removesuffix(".example")
        assert f">{stem}<span>.example" in text
        assert ">before<" not in text


@pytest.mark.parametrize("month", ["2026-13", "0000-01", "1999-12", "2026-1", "x", "2026-11'--"])
def test_a_month_that_is_none_is_ignored(
    month: str, cast: Cast, as_: As, make_product: Make
) -> None:
    make_product(cast.alpine, "a.example")
    page = as_("legal").get(f"/o/alpine/products/?expires={month}").content.decode()
    assert ">a<span>.example" in page


def test_the_drawing_can_be_read_without_seeing_it(cast: Cast, as_: As, make_product: Make) -> None:
    make_product(cast.alpine, "a.example", expires_at=soon(days=1))
    page = as_("legal").get(HOME).content.decode()
    drawing = page[page.index('<svg class="chart"') : page.index("</svg>", page.index("chart"))]
    assert 'role="img"' in drawing
    assert "1 in all, 1 of them renewed by nothing" in drawing
    assert re.search(r"<title[^>]*>Products that run out, month by month", drawing)
    assert "<a " not in drawing, "links stand in the table"
    assert "style=" not in drawing
    assert drawing.count("<rect") == 1
    assert page.count('scope="row"') >= 12
    assert_valid_html(page)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("legal", "No product is here yet"),
        ("administrator", "Import a list from a file"),
        ("collaborator", "No product is yours to see yet"),
        ("external", "No product is yours to see yet"),
    ],
)
def test_without_products_it_says_what_to_do(part: str, said: str, cast: Cast, as_: As) -> None:
    words = text_of(as_(part))
    assert said in words
    assert "Running out" not in words
    assert ("Import a list" in words) is (part in {"legal", "administrator"})


@pytest.mark.parametrize("part", ["legal", "collaborator", "external"])
def test_it_asks_as_often_for_fifty_products_as_for_one(part: str, cast: Cast, as_: As) -> None:
    holder = make_contact(cast.alpine)
    browser = as_(part)
    for role in ("collaborator", "external"):
        Grant.objects.filter(membership=cast.membership(role)).delete()
    first = put(cast.alpine, 0, 1, holder)
    for role in ("collaborator", "external"):
        Grant.objects.create(
            organization=cast.alpine, membership=cast.membership(role), scope="product",
            product=first, given_by="Lara",
        )  # fmt: skip

    def cost() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as made:
            assert browser.get(HOME).status_code == 200
        return len(made), "\n".join(each["sql"][:200] for each in made)

    cost()  # the visit is noted once
    few, sql = cost()
    assert few <= MOST_QUERIES, sql
    put(cast.alpine, 1, 50, holder)
    many, sql = cost()
    assert many == few, sql


def put(organization: Organization, start: int, end: int, holder: object) -> Product:
    """Products of every kind of trouble, the same for each round."""
    for number in range(start, end):
        found = put_product(
            organization, f"n{number}.example", holder=holder, status="redemption",
            expires_at=soon(days=3), blocked_at=timezone.now(),
        )  # fmt: skip
    return found
