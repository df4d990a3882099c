"""The tour of the interface, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from auth2fa.models import User
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G16.9"),
]
As = Callable[..., Client]
TITLES = (
    "Your organizations",
    "What you may open",
    "Search and do",
    "Names open, ticks choose",
    "Nothing is closed without a reason",
    "You",
    "Help",
)


@pytest.mark.parametrize("width", [1440, 390])
def test_it_is_walked_by_keyboard_and_not_offered_again(
    cast: Cast, as_: As, visit: Visit, width: int
) -> None:
    page = visit("/o/alpine/", as_("collaborator"), width=width)
    page.get_by_role("link", name="Take the tour").click()
    stop = page.locator("#tour-step")
    for number, title in enumerate(TITLES, start=1):
        expect(stop.get_by_role("heading", name=title)).to_be_focused()
        expect(stop).to_contain_text(f"{number} of 7")
        expect(stop).to_be_in_viewport(ratio=0.99)
        if number in {1, 4}:
            assert_accessible(page, sizes=False)
        if number < len(TITLES):
            stop.get_by_role("link", name="Next").press("Enter")
    stop.get_by_role("button", name="Done").press("Enter")
    expect(page.locator("#tour-step")).to_be_empty()
    expect(page.locator(".pointed")).to_have_count(0)
    assert User.objects.get(pk=cast["collaborator"].pk).toured_at is not None
    page.reload()
    expect(page.get_by_role("link", name="Take the tour")).to_have_count(0)


def test_it_points_at_what_it_speaks_of(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("administrator"))
    page.get_by_role("link", name="Take the tour").click()
    expect(page.locator(".pointed")).to_have_class("org pointed")
    page.locator("#tour-step").get_by_role("link", name="Next").click()
    expect(page.locator("#sidebar.pointed")).to_be_visible()
    page.locator("#tour-step").get_by_role("link", name="Back").click()
    expect(page.locator(".pointed")).to_have_class("org pointed")


def test_escape_ends_it_and_the_help_button_brings_it_back(
    cast: Cast, as_: As, visit: Visit
) -> None:
    page = visit("/o/alpine/users/", as_("administrator"))
    for _again in range(2):
        page.get_by_role("button", name="Help").click()
        page.locator("#help").get_by_text("Tour of the interface").click()
        expect(page.get_by_role("heading", name=TITLES[0])).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#tour-step")).to_be_empty()


def test_it_is_one_page_without_scripts(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("external"), scripts=False)
    page.get_by_role("link", name="Take the tour").click()
    for title in TITLES:
        expect(page.get_by_text(title, exact=True).first).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("link", name="Take the tour")).to_have_count(0)


def test_whoever_does_without_is_not_asked_again(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("external"))
    page.get_by_role("button", name="Not now").click()
    expect(page.get_by_role("heading", name="Alpine ALPINEMARK")).to_be_visible()
    expect(page.get_by_role("link", name="Take the tour")).to_have_count(0)
