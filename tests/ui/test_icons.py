"""Every icon that a template names is in the one file that holds the drawings."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template

from console.shell.icons import LUCIDE, MEANINGS, OWN, UnknownIcon, icon, sprite

NAMED = re.compile(r"""\{% icon ["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")


def test_it_draws_every_icon_that_templates_name() -> None:
    templates = (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    pairs = {pair for path in templates for pair in NAMED.findall(path.read_text("utf-8"))}
    names = {first or second for first, second in pairs}
    assert len(names) > 20
    drawn = LUCIDE | OWN.keys()
    assert {name for name in names if MEANINGS.get(name, name) not in drawn} == set()


def test_it_is_a_well_formed_drawing_with_each_symbol_once() -> None:
    root = ElementTree.fromstring(sprite())
    symbols = [symbol.attrib["id"] for symbol in root]
    assert sorted(symbols) == sorted(LUCIDE | OWN.keys())
    assert all(len(symbol) for symbol in root)


def test_it_refers_to_the_drawing_and_stays_silent() -> None:
    drawn = Template('{% icon "dots" %}').render(Context())
    assert drawn.startswith('<svg class="icon" aria-hidden="true">')
    assert '<use href="/static/icons.svg#ellipsis-vertical"/>' in drawn


def test_it_is_loud_about_a_name_it_does_not_know() -> None:
    with pytest.raises(UnknownIcon):
        icon("no-such-icon")
