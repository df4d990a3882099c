"""The language that shows what cannot be translated: how it is made, and where it may be on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext, pgettext
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from console.bootstrap import ROOT
from console.safety import objections
from console.shell.pseudo import CLOSE, CODE, OPEN, pseudo
from tests.pseudo import speak
from tests.stack.test_safety import SOUND, TRIAL

ASK = f"""
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "console.settings"
import django
django.setup()
from django.conf import settings
from django.utils import translation
print(*[code for code, _name in settings.LANGUAGES])
translation.activate({CODE!r})
print(translation.gettext("Save"))
"""
KEPT = re.compile(r"%\(\w+\)s|%s|%d|%%|\{\w*\}|<[^<>]*>|&\w+;")


@pytest.fixture
def spoken(settings: Settings) -> None:
    speak(settings)


def letters(text: str) -> str:
    return KEPT.sub("", text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Save", []),
        ("%(name)s is now %(role)s.", ["%(name)s", "%(role)s"]),
        ("%(count)d people, %s and %%", ["%(count)d", "%s", "%%"]),
        ("Hello {name}, {0}", ["{name}", "{0}"]),
        ('See <a href="/me/">your page</a>&nbsp;now', ['<a href="/me/">', "</a>", "&nbsp;"]),
    ],
)
def test_what_a_program_fills_in_stays(text: str, kept: list[str]) -> None:
    spoken = pseudo(text)
    for each in kept:
        assert each in spoken
    assert spoken.startswith(OPEN)
    assert spoken.endswith(CLOSE)
    assert not re.search("[A-Za-z]", letters(re.sub(r"%\(\w+\)d|\{\d\}", "", spoken)))


@given(st.text(st.characters(codec="ascii", categories=["L", "Zs"]), min_size=1, max_size=80))
def test_every_text_grows_by_two_fifths(text: str) -> None:
    spoken = pseudo(text)
    if not text.strip():
        assert spoken == text
        return
    assert len(spoken.strip()) - 2 >= 1.4 * len("".join(text.split()))
    assert spoken.count(OPEN) == spoken.count(CLOSE) == 1


@pytest.mark.parametrize("text", ["", " ", "–", "…", "12", "%(name)s", "{0}", "<br>", "→ %s"])
def test_what_has_no_word_stays(text: str) -> None:
    assert pseudo(text) == text


def test_every_way_to_translate_is_reached(spoken: None) -> None:
    lazy = gettext_lazy("Sign out")
    with translation.override(CODE):
        assert translation.get_language() == CODE
        said = [
            gettext("Sign out"),
            str(lazy),
            pgettext("verb", "Sign out"),
            ngettext("%(count)d user", "%(count)d users", 2) % {"count": 2},
            npgettext("people", "%(count)d user", "%(count)d users", 1) % {"count": 1},
            date_format(date(2026, 11, 22), "M"),
            Template(
                "{% load i18n %}{% blocktranslate with who='Ann' count n=2 %}{{ who }} has {{ n }}"
                " key{% plural %}{{ who }} has {{ n }} keys{% endblocktranslate %}"
            ).render(Context()),
        ]
    assert all(each.startswith(OPEN) and each.endswith(CLOSE) for each in said), said
    assert "Ann" in said[-1]
    assert said[3] != said[4]
    assert gettext("Sign out") == "Sign out"


def test_nobody_is_offered_it_unless_it_is_on() -> None:
    """Also the console of a developer has it only when asked for; it never starts in production."""
    assert list(objections(replace(TRIAL, pseudo_language=True))) == []
    (said,) = objections(replace(SOUND, pseudo_language=True))
    assert "PSEUDO_LANGUAGE" in said
    for value, expected in (("1", f"en {CODE}"), ("", "en")):
        environment = {**os.environ, "PSEUDO_LANGUAGE": value or "0"}
        told = [sys.executable, "-c", ASK]
        found = subprocess.run(
            told, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout.split("\n")
        assert found[0] == expected
        assert found[1] == (pseudo("Save") if value else "Save")
