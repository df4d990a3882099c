"""Every page in a browser: axe, the HTML checker, the console, its width and its weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from _pytest.mark import ParameterSet
from django.test import Client
from django.urls import get_resolver
from playwright.sync_api import Page
from pytest_django import Settings

from auth2fa.models import User
from console.commands.shots.stops import STOPS
from tests.browser import EXPECTED, Visit, assert_accessible
from tests.conftest import sign_in
from tests.contrast import unreadable
from tests.html import assert_valid_html
from tests.journeys.hard_demo import fill
from tests.journeys.places import NO_PAGES, PLACES, Place
from tests.matrix.world import demo_addresses
from tests.test_permission_matrix import names

MOST_BYTES = 45 * 1024
# Every country and every time zone to choose from.
HEAVY = {"orgs:organization-edit": 60 * 1024}
# The page itself, and what scrolls by itself over it.
SIDEWAYS = """() => [...document.querySelectorAll("html, main, dialog, [popover]")]
    .filter((part) => part.scrollWidth > part.clientWidth && part.clientWidth)
    .map((part) => `${part.tagName} needs ${part.scrollWidth}`)"""
WIDTHS = (360, 390, 720, 1024, 1440, 2560)
MEMBERS = list(dict.fromkeys(place.member for place in PLACES))
# So many pages are looked at in one test.
FEW = 40
# What a step opens over the page.
OPENED = {
    "open_row_menu": "#menu",
    "open_switcher": "#switcher",
    "open_account_menu": "#me",
    "open_role_dialog": "#dialog dialog",
    "refuse_role": "#dialog dialog",
    "open_dialog": "#dialog dialog",
    "open_password_dialog": "#dialog dialog",
    "open_invite_back": "#dialog dialog",
    "open_leave": "#dialog dialog",
}
# Dark, width, whole: at one width the two themes differ in their colors only.
LOOKS = ((False, 1440, True), (True, 1440, False), (True, 390, True), (False, 390, False))


@pytest.fixture
def everywhere(settings: Settings, transactional_db: None) -> None:
    """The demo with hard data."""
    fill(settings)


def _walks() -> Iterator[ParameterSet]:
    """The places of each member, some at a time."""
    for member in MEMBERS:
        places = [place for place in PLACES if place.member == member]
        for number, start in enumerate(range(0, len(places), FEW), 1):
            yield pytest.param(places[start : start + FEW], id=f"{member}-{number}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("places", list(_walks()))
def test_nothing_is_wrong_with_any_page(
    places: list[Place], everywhere: None, visit: Visit
) -> None:
    page = visit("/", client_of(places[0].member), expected=(*EXPECTED, "status of 410"))
    wrong = [f"{place}: {problem}" for place in places for problem in _problems(page, place)]
    assert not wrong, "\n".join(wrong)


def client_of(member: str) -> Client | None:
    if member == "anonymous":
        return None
    email = "nora.nowhere@nowhere.example" if member == "nobody" else f"{member}@demo.example"
    return sign_in(Client(), User.objects.get(email=email))


def _problems(page: Page, place: Place) -> Iterator[str]:
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1440, "height": 900})
    answer = page.goto(place.path())
    assert answer is not None
    if answer.status != place.status:
        yield f"answers {answer.status}, not {place.status}"
        return
    body = answer.body()
    if len(body) > HEAVY.get(place.name, MOST_BYTES):
        yield f"weighs {len(body)} bytes"
    yield from _told(partial(assert_valid_html, body))
    if place.step is not None and not place.step(page):
        yield "does not offer what was to be opened"
        return
    yield from _axe(page, place)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for wide in page.evaluate(SIDEWAYS):
            yield f"scrolls sideways at {width} px: {wide}"


def _axe(page: Page, place: Place) -> Iterator[str]:
    opened = OPENED.get(getattr(place.step, "__name__", ""), "")
    for number, (dark, width, is_whole) in enumerate(LOOKS):
        page.emulate_media(color_scheme="dark" if dark else "light")
        page.set_viewport_size({"width": width, "height": 900})
        look = f"{'dark' if dark else 'light'}, {width} px"
        if opened and not page.locator(opened).first.is_visible():
            yield f"{look}: {opened} has closed"
            return
        # What lies under it is looked at once with it; without it, it has its own line.
        part = opened if number else ""
        if not is_whole:
            yield from (f"{look}: {problem}" for problem in unreadable(page, part))
            continue
        check = partial(assert_accessible, page, part, sizes=place.step is None or bool(part))
        for problem in _told(check):
            yield f"{look}: {problem}"


def _told(check: Callable[[], None]) -> Iterator[str]:
    try:
        check()
    except AssertionError as problem:
        yield str(problem)


def _page_names() -> set[str]:
    return {name for name, _pattern in names(get_resolver().url_patterns)} - set(NO_PAGES)


def test_the_list_of_places_has_every_page(settings: Settings) -> None:
    demo_addresses(settings)
    assert {place.name for place in PLACES} == _page_names()


def test_the_pictures_show_every_page(settings: Settings) -> None:
    """`manage.py shots` leaves none out."""
    demo_addresses(settings)
    assert _page_names() <= {stop.name for stop in STOPS}
