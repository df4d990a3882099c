"""Roles beside a number are counted in words."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from console.shell.pseudo import CODE, pseudo
from orgs.roles import role_count
from tests.pseudo import speak


@pytest.mark.django_db
def test_the_home_page_counts_people_in_words(as_: Any) -> None:
    text = re.sub(r"<[^>]*>", "", html.unescape(as_("legal").get("/o/alpine/").content.decode()))
    for words in ("2 legal representatives", "1 administrator", "3 collaborators", "1 external"):
        assert words in text
    assert "1 administrators" not in text


def test_the_number_stands_inside_the_sentence(settings: Settings) -> None:
    """So that a language may put it elsewhere."""
    speak(settings)
    with translation.override(CODE):
        said = role_count("collaborator", 31)
    assert said == pseudo("{count} collaborators").format(count="<strong>31</strong>")
