"""What every answer says to the browser: pages, fragments, refusals, mistakes, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from tests.conftest import Cast
from tests.matrix.walk import Answer
from tests.matrix.world import World, start_demo

REQUIRED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
Answers = Callable[[str], list[Answer]]


def lacking(headers: dict[str, str]) -> Iterator[str]:
    """What is missing or weak among the headers of one answer."""
    for name, value in REQUIRED.items():
        if headers.get(name) != value:
            yield f"{name}: {headers.get(name)}"
    said = dict(
        directive.strip().partition(" ")[::2]
        for directive in headers.get("Content-Security-Policy", "").split(";")
    )
    for name, value in POLICY.items():
        if said.get(name) != value:
            yield f"CSP {name}: {said.get(name)}"
    if not re.fullmatch(r"'self'( 'nonce-[\w-]{22}')?", said.get("script-src", "")):
        yield f"CSP script-src: {said.get('script-src')}"
    if "unsafe" in headers.get("Content-Security-Policy", ""):
        yield "CSP allows something unsafe"


def headers_of(response: HttpResponseBase) -> dict[str, str]:
    return dict(response.items())


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/here/",
        "/o/alpine/nothing/",
        "/o/alpine",
        "/static/css/app.css",
        "/static/js/console.js",
        "/static/nothing.css",
        "/o/alpine/users/x.css",
        "/me/x.css",
        "/me/security/x.js",
        "/o/alpine/users/%00/",
        "/o/alpine/users/99999999999999999999/",
    ],
)
def test_addresses_outside_the_matrix_have_them(path: str, as_: Callable[..., Client]) -> None:
    """Rows 50 and 57: files, what is not there, and names made to look like a file."""
    answer = as_("legal").get(path)
    assert [*lacking(headers_of(answer))] == []
    if "/static/" not in path:
        assert answer.status_code in {301, 404}
        assert answer.status_code == 301 or "no-store" in answer["Cache-Control"]
    elif "nothing" not in path:
        assert answer.status_code == 200
        assert "no-store" not in answer.get("Cache-Control", "")


def test_mistakes_have_them(as_: Callable[..., Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 50: 400, 403 of a form without token, and 500."""
    browser = as_("legal")
    browser.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert [*lacking(headers_of(refused := strict.post("/me/")))] == []
    assert refused.status_code == 403
    odd = browser.get("/me/", headers={"Host": "evil.example"})
    assert (odd.status_code, [*lacking(headers_of(odd))]) == (400, [])
    monkeypatch.setattr("orgs.policy.gate.decide", None)
    broken = browser.get("/o/alpine/users/")
    assert (broken.status_code, [*lacking(headers_of(broken))]) == (500, [])


def test_a_file_is_a_download(as_: Callable[..., Client]) -> None:
    """Rows 50 and 57: the CSV of people opens in nothing by itself and stays nowhere."""
    answer = as_("legal").get("/o/alpine/users/export/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]


def test_a_letter_in_a_frame_may_do_nothing(cast: Cast, settings: Settings) -> None:
    """Row 51: the one page with a policy of its own, in demo mode, is a sandbox."""
    start_demo(settings)
    letter = World.of(cast).letter
    answer = Client().get(f"/demo/outbox/{letter.pk}/html/")
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "form-action 'none'" in policy


def test_each_nonce_is_used_once(as_: Callable[..., Client]) -> None:
    """Row 51: and it is the one of the policy."""
    browser = as_("legal")
    found = set()
    for _time in range(3):
        answer = browser.get("/o/alpine/")
        (nonce,) = re.findall(r"'nonce-([\w-]+)'", answer["Content-Security-Policy"])
        assert set(re.findall(r'nonce="([^"]+)"', answer.content.decode())) == {nonce}
        found.add(nonce)
    assert len(found) == 3


def test_the_cookies(as_: Callable[..., Client]) -> None:
    """Row 49: on loopback http; what https adds is read from the settings elsewhere."""
    answer = Client().get("/accounts/login/")
    csrf = answer.cookies["csrf"]
    assert csrf["httponly"]
    assert csrf["samesite"] == "Lax"
    assert "csrf" not in as_("legal").session
