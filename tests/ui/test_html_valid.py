"""The HTML checker finds no error in any component or error page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.html import assert_valid_html

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/styleguide/?rows=0",
        "/styleguide/?rows=40&toast=1",
        "/styleguide/dialog/",
        "/styleguide/menu/",
        "/no/such/page/",
        "/broken/",
    ],
)
def test_it_is_valid(viewer: Client, path: str) -> None:
    viewer.raise_request_exception = False
    assert_valid_html(viewer.get(path).content)


@pytest.mark.parametrize(("path", "target"), [("dialog/", "dialog"), ("menu/", "menu")])
def test_it_is_valid_in_part(viewer: Client, path: str, target: str) -> None:
    headers = {"HX-Request": "true", "HX-Target": target}
    assert_valid_html(viewer.get(f"/styleguide/{path}", headers=headers).content)


def test_it_is_valid_when_refused(as_: Callable[..., Client]) -> None:
    assert_valid_html(as_("external").get("/o/alpine/users/").content)


def test_it_would_find_an_error() -> None:
    with pytest.raises(AssertionError, match="Stray end tag"):
        assert_valid_html("<p>one</p></section>")
