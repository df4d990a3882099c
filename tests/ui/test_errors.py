"""What went wrong is said in the same frame, with the reason and a way back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Cast

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "somewhere"}
# Made anew for every answer, whatever it says: the mask of the token, and the policy's nonce.
FRESH = re.compile(rb' (?:value="[\w-]{64}"|nonce="[^"]+")')


def without_fresh(body: bytes) -> bytes:
    """What an answer says, without what is different in each."""
    assert FRESH.search(body)
    return FRESH.sub(b"", body)


def test_it_answers_the_same_for_not_there_and_not_yours(as_: Callable[..., Client]) -> None:
    stranger = as_("stranger")
    there = stranger.get("/o/alpine/users/")
    nowhere = stranger.get("/o/nowhere/users/")
    assert there.status_code == nowhere.status_code == 404
    assert without_fresh(there.content) == without_fresh(nowhere.content)


def test_it_leads_back_from_a_page_that_is_not_there(as_: Callable[..., Client]) -> None:
    inside = as_("administrator").get("/o/alpine/users/999999/")
    assert inside.status_code == 404
    assert b'href="/o/alpine/"' in inside.content
    assert b'<nav class="sidebar"' in inside.content
    outside = as_("anonymous").get("/no/such/page/")
    assert outside.status_code == 404
    assert b'<nav class="sidebar"' not in outside.content
    assert b"<h1>There is nothing here that you can see</h1>" in outside.content


def test_it_says_why_it_refuses_and_who_can_help(as_: Callable[..., Client]) -> None:
    response = as_("collaborator").get("/o/alpine/activity/")
    assert response.status_code == 403
    page = response.content.decode()
    assert "You may not do this" in page
    assert "Who can help" in page
    assert "Lara Legal" in page
    assert 'href="/o/alpine/"' in page


def test_it_tells_htmx_in_one_sentence_and_moves_nothing(as_: Callable[..., Client]) -> None:
    response = as_("external").get("/o/alpine/users/", headers=HTMX)
    assert response.status_code == 403
    assert response["HX-Reswap"] == "none"
    assert 'hx-swap-oob="beforeend:#toasts"' in response.content.decode()
    assert "<html" not in response.content.decode()


def test_it_refuses_a_form_without_its_token(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/accounts/login/", {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()


def test_it_says_that_a_mistake_is_its_own(viewer: Client) -> None:
    viewer.raise_request_exception = False
    response = viewer.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert response["X-Request-ID"] in page
    assert "a mistake that only the log may show" not in page
    assert 'href="/"' in page


def test_it_draws_the_page_of_a_mistake_without_any_query(
    django_assert_num_queries: Callable[..., CaptureQueriesContext], rf: object
) -> None:
    from console.shell.errors import server_error

    request = rf.get("/")  # type: ignore[attr-defined]
    request.request_id = "4711"
    with django_assert_num_queries(0):
        response = server_error(request)
    assert b"4711" in response.content
