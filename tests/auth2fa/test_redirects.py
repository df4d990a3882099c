"""Row 59: a person is sent to a path of this site, or to the start."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from auth2fa.redirects import safe_path
from tests.auth2fa.hands import browser, signed_in
from tests.conftest import PASSWORD

EVIL = [
    "//evil.example",
    "///evil.example",
    "https:evil.example",
    "https://evil.example/",
    "http:///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/me/ /x",
    "/" + "x" * 3000,
    "",
]


@pytest.mark.parametrize("url", EVIL)
def test_only_paths_of_this_site_are_safe(url: str) -> None:
    assert safe_path(url) == ""


@pytest.mark.parametrize("url", ["/", "/o/alpine/users/?q=a&page=2", "/me/security/#alerts"])
def test_such_a_path_is_kept_whole(url: str) -> None:
    assert safe_path(url) == url


@pytest.mark.django_db
@pytest.mark.parametrize("url", EVIL)
def test_no_page_leads_away(nora: User, url: str) -> None:
    """Signing in, proving oneself, choosing an appearance, signing out."""
    for where in ({"data": {"next": url}}, {"query": {"next": url}}):
        data, query = where.get("data", {}), where.get("query")
        client = browser()
        address = reverse("account_login", query=query)
        answer = client.post(address, {"login": nora.email, "password": PASSWORD, **data})
        assert answer["Location"] == "/"
        address = reverse("account_reauthenticate", query=query)
        answer = client.post(address, {"password": PASSWORD, **data})
        assert answer["Location"] == "/me/security/"
        address = reverse("auth2fa:appearance-change", query=query)
        answer = client.post(address, {"appearance": "dark", **data})
        assert answer["Location"] == "/me/"
        answer = client.post(reverse("account_logout", query=query), data)
        assert answer["Location"] == reverse("account_login")


@pytest.mark.django_db
def test_an_evil_address_is_not_carried_on(nora: User) -> None:
    page = Client().get(reverse("account_login", query={"next": "//evil.example"}))
    assert b"evil.example" not in page.content
    page = signed_in(nora).get(reverse("account_reauthenticate", query={"next": "//evil.example"}))
    assert b'value="//evil.example"' not in page.content


@pytest.mark.django_db
def test_a_good_address_is_gone_to(nora: User) -> None:
    address = reverse("account_login", query={"next": "/me/activity/"})
    answer = browser().post(address, {"login": nora.email, "password": PASSWORD})
    assert answer["Location"] == "/me/activity/"
