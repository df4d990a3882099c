"""Judging each look once finds whatever judging every text would find."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests import contrast
from tests.browser import assert_accessible
from tests.contrast import unreadable

pytestmark = pytest.mark.browser
Sheet = Callable[[str], Page]
FINE, FAINT = "color:#333;background:#fff", "color:#ccc;background:#fff"
DARK = '<div style="height:3em;background:#444"></div>'
RAISED = '<p style="position:absolute;top:0;margin:0">Alike</p>'
UNDER = (
    '<div style="position:absolute;inset:0;background:#444;z-index:-1"></div>'
    "<style>body,main{background:none!important}</style>"
)
SMALL = "width:1px;height:1px;padding:0;border:0;overflow:hidden"


@pytest.fixture
def sheet(page: Page, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """A page of these elements, in a run that has judged nothing yet."""
    monkeypatch.setattr(contrast, "_judged", set())

    def show(body: str) -> Page:
        page.goto("about:blank")
        page.set_content(
            f'<!doctype html><html lang="en"><title>Sheet</title><style>body{{{FINE}}}'
            f" main{{{FINE}}}</style><body><main><h1>Sheet</h1>{body}</main></body></html>"
        )
        return page

    return show


def found(page: Page) -> list[str]:
    """What is said of the page once axe was loaded into it."""
    try:
        assert_accessible(page, sizes=False)
    except AssertionError as wrong:
        return str(wrong).split("\n")
    return []


def test_it_finds_a_faint_text_among_many(sheet: Sheet) -> None:
    many = "".join(f"<p>Line {number}</p>" for number in range(50))
    assert found(sheet(many)) == []
    assert any(
        "color-contrast" in each for each in found(sheet(f'{many}<p style="{FAINT}">Faint</p>'))
    )


def test_it_says_so_each_time(sheet: Sheet) -> None:
    for _ in range(2):
        assert found(sheet(f'<p style="{FAINT}">One</p><p style="{FAINT}">Two</p>'))


@pytest.mark.parametrize(
    "other",
    [
        '<div style="opacity:.3"><p>Alike</p></div>',
        '<div style="background:#444"><p>Alike</p></div>',
        '<p style="color:#bbb">Alike</p>',
        # Over something that is no ancestor of it, by each of the ways to get there.
        f'{DARK}<p style="margin-top:-2em">Alike</p>',
        f'{DARK}<p style="position:relative;top:-3em">Alike</p>',
        f'{DARK}<p style="transform:translateY(-3em)">Alike</p>',
        f'<div style="position:relative">{DARK}{RAISED}</div>',
        f"<p>Alike</p>{UNDER}",
    ],
)
def test_a_text_like_one_that_was_fine_is_found(sheet: Sheet, other: str) -> None:
    assert found(sheet("<p>Alike</p>")) == []
    assert found(sheet(f"<p>Alike</p>{other}"))


@pytest.mark.parametrize(
    "exempt",
    [
        f'<button disabled style="{FAINT}">Save</button>',
        f'<button style="{FAINT};display:none">Save</button>',
        f'<button style="{FAINT};position:absolute;clip-path:inset(50%)">Save</button>',
        f'<button style="{FAINT};{SMALL}">Save</button>',
    ],
)
def test_what_needs_no_contrast_vouches_for_nothing(sheet: Sheet, exempt: str) -> None:
    assert found(sheet(exempt)) == []
    assert found(sheet(f'<button style="{FAINT}">Save</button>'))


def test_a_link_that_only_its_color_tells_is_found(sheet: Sheet) -> None:
    link = '<p>Words before the <a href="#x" style="color:#600;{}">link</a> and after.</p>'
    assert found(sheet(link.format("text-decoration:underline"))) == []
    wrong = found(sheet(link.format("text-decoration:none")))
    assert any("link-in-text-block" in each for each in wrong)


def test_a_look_that_was_fine_is_not_judged_again(sheet: Sheet) -> None:
    """Else all of this would be of no use."""
    page = sheet("<p>One</p>")
    assert found(page) == []
    page.evaluate("() => { contrast.judge = () => { throw new Error('judged') } }")
    assert unreadable(page) == []
    page.evaluate("document.querySelector('p').style.color = '#222'")
    with pytest.raises(Exception, match="judged"):
        unreadable(page)
