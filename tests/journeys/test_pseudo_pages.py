"""Every page in the pseudo-language: what gettext does not reach, and what is too tight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import CharField
from django.utils import translation
from playwright.sync_api import Page
from pytest_django import Settings

from auth2fa.models import User
from console.shell.models import OutgoingLetter
from console.shell.pseudo import CLOSE, CODE, OPEN
from products.models import Product
from tests.browser import EXPECTED, Visit, assert_accessible
from tests.journeys.hard_demo import fill
from tests.journeys.places import PLACES, Place
from tests.journeys.test_every_page import MEMBERS, SIDEWAYS, client_of
from tests.pseudo import speak, unmarked, unmarked_on

# Columns of words that the console itself wrote.
WORDS = {"subject", "event", "language"}
WIDTHS = (360, 390, 1280)
# Looked at by axe as well: a page of each kind.
LOOKED_AT = {"home", "orgs:member-list", "orgs:organization-edit", "auth2fa:security-view"}


@pytest.fixture
def everywhere(
    settings: Settings, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The demo with hard data, everybody and every letter in the pseudo-language; gives what
    people typed."""
    speak(settings)
    monkeypatch.setattr(User._meta.get_field("language"), "default", CODE)
    with translation.override(CODE):  # as in the requests of these people
        fill(settings)
    User.objects.update(language=CODE)
    return list(_typed())


def _typed() -> Iterator[str]:
    """Every line of text in the database but those of letters, which are to be translated."""
    ours = ("auth2fa", "orgs", "products", "shell")
    for model in [each for app in ours for each in apps.get_app_config(app).get_models()]:
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and not field.choices and field.name not in WORDS:
                yield from model._default_manager.values_list(field.name, flat=True).distinct()
    # A list sets the ending of a domain apart; a sentence may begin with a name.
    for name in Product.objects.values_list("name", flat=True):
        yield from (name.rpartition(".")[0], f"{name[:1].upper()}{name[1:]}")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("member", MEMBERS)
def test_every_text_is_translated_and_has_room(
    member: str, everywhere: list[str], visit: Visit
) -> None:
    page = visit("/", client_of(member), expected=(*EXPECTED, "status of 410"))
    wrong = [
        f"{place}: {problem}"
        for place in PLACES
        if place.member == member
        for problem in _problems(page, place, everywhere)
    ]
    assert not wrong, "\n".join(wrong)


def _problems(page: Page, place: Place, typed: list[str]) -> Iterator[str]:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(place.path())
    if page.locator("html").get_attribute("lang") != CODE:
        yield "says that it is in another language"
    yield from (f"not translated: {each[:200]}" for each in unmarked_on(page, typed))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for wide in page.evaluate(SIDEWAYS):
            yield f"scrolls sideways at {width} px: {wide}"
    if place.name in LOOKED_AT and place.step is None:
        page.set_viewport_size({"width": 390, "height": 900})
        try:
            assert_accessible(page)
        except AssertionError as found:
            yield str(found)


def test_every_letter_of_the_demo_is_in_the_language_of_its_reader(everywhere: list[str]) -> None:
    letters = list(OutgoingLetter.objects.all())
    assert letters
    for letter in letters:
        assert unmarked([letter.subject, *letter.text.split("\n")], everywhere) == []
        assert f'<html lang="{CODE}"' in letter.html


def test_it_would_find_what_gettext_does_not_reach() -> None:
    """The negative control."""
    good = f"{OPEN}Ŕöölëë öƒ {OPEN}Åñññ{CLOSE}{CLOSE} Lara Legal · 12:30, CSV"
    assert unmarked([good], ["Lara Legal"]) == []
    assert unmarked([f"{good} Save"], ["Lara Legal"]) == ["·  ,   Save"]
    assert unmarked(["Name:", "Ñáàmëë"], []) == ["Name:", "Ñáàmëë"]
