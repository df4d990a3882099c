"""The list of people in a browser: it follows the typing, the address follows it, Back works."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from console.commands.bench.people import add_people
from tests.browser import Visit, assert_accessible, browser_type_launch_args, visit
from tests.conftest import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["browser_type_launch_args", "visit"]

URL = "/o/alpine/users/"
As = Callable[..., Client]


def test_it_follows_the_typing_and_goes_back(as_: As, visit: Visit) -> None:
    page = visit(URL, as_("administrator"))
    box = page.get_by_role("searchbox", name="Name or e-mail contains")
    box.press_sequentially("lara", delay=30)
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/users/\?q=lara$"))
    expect(box).to_be_focused()
    page.get_by_label("Role", exact=True).select_option("external")
    expect(page.get_by_text("Drop “Role: External”")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_label("Role", exact=True)).to_have_value("")
    expect(box).to_have_value("lara")


def test_it_keeps_the_sort_while_searching(as_: As, visit: Visit) -> None:
    page = visit(URL, as_("administrator"))
    page.get_by_role("link", name="Person").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    expect(page.locator("#member-table-by-name")).to_be_focused()
    page.get_by_role("searchbox", name="Name or e-mail contains").fill("legal")
    expect(page).to_have_url(re.compile(r"q=legal&sort=-name$"))
    expect(page.locator("tbody .name")).to_have_text([re.compile("Leon"), re.compile("Lara")])


def test_it_resets_the_select_when_its_filter_is_dropped(as_: As, visit: Visit) -> None:
    page = visit(f"{URL}?role=external", as_("administrator"))
    page.get_by_role("link", name="Role: External").click()
    expect(page).to_have_url(re.compile(r"/users/$"))
    expect(page.get_by_label("Role", exact=True)).to_have_value("")
    expect(page.locator("tbody tr")).not_to_have_count(1)


def test_it_turns_pages_with_and_without_scripts(as_: As, cast: Cast, visit: Visit) -> None:
    add_people(cast.alpine, 1, 60)
    for scripts in (True, False):
        page = visit(URL, as_("administrator"), scripts=scripts)
        expect(page.locator("tbody tr")).to_have_count(50)
        page.get_by_role("link", name="Next").click()
        expect(page.locator("tbody tr")).to_have_count(17)
        expect(page).to_have_url(re.compile(r"after="))
        page.get_by_role("link", name="Previous").click()
        expect(page.locator("tbody tr")).to_have_count(50)


def test_it_searches_without_scripts(as_: As, visit: Visit) -> None:
    page = visit(URL, as_("administrator"), scripts=False)
    page.get_by_role("searchbox", name="Name or e-mail contains").fill("lara")
    page.locator(".toolbar").get_by_role("button", name="Search").click()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_it_runs_nothing_that_stands_in_a_name(as_: As, cast: Cast, visit: Visit) -> None:
    hostile = "<b hx-get=/x hx-trigger=load id=main hx-swap-oob=true>Eve</b>"
    person = cast["collaborator"]
    type(person).objects.filter(pk=person.pk).update(full_name=hostile)
    asked: list[str] = []
    page = visit(f"{URL}?q={hostile[:40]}", as_("administrator"))
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("searchbox", name="Name or e-mail contains").fill("cora")
    expect(page.locator("tbody .name")).to_have_text(hostile)
    assert not [url for url in asked if url.endswith("/x")]
    expect(page.locator("main#main")).to_have_count(1)
