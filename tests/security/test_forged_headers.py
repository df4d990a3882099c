"""What a sender writes into headers about itself is believed by nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from console.shell.middleware import RequestMiddleware
from console.shell.models import AuditEntry
from tests.conftest import Cast

FORGED = {
    "X-Forwarded-For": "203.0.113.66",
    "X-Real-IP": "203.0.113.66",
    "Forwarded": "for=203.0.113.66;proto=https;host=evil.example",
    "X-Client-IP": "203.0.113.66",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Ssl": "on",
    "X-Request-ID": "forged",
    "X-HTTP-Method-Override": "DELETE",
    "X-Original-URL": "/o/rival/users/",
    "X-Rewrite-URL": "/o/rival/users/",
}


def test_they_change_no_entry_of_the_log(as_: Callable[..., Client], cast: Cast) -> None:
    """Row 48: address and number in the log are the console's own."""
    target = cast.membership("collaborator")
    answer = as_("legal").post(
        f"/o/alpine/users/{target.pk}/role/", {"role": "external", "version": "0"}, headers=FORGED
    )
    assert answer.status_code == 302
    entry = AuditEntry.objects.latest("pk")
    assert entry.ip == "127.0.0.1"
    assert entry.request_id == answer["X-Request-ID"] != "forged"


def test_they_make_no_request_secure(rf: RequestFactory) -> None:
    """Row 48: without a proxy of ours, `https` is not taken from a header."""
    seen: list[HttpRequest] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    RequestMiddleware(view)(rf.get("/", headers=FORGED))
    assert not seen[0].is_secure()
    assert seen[0].get_host() == "testserver"
    assert seen[0].actor.ip == "127.0.0.1"  # type: ignore[attr-defined]


def test_they_change_no_answer(as_: Callable[..., Client], cast: Cast) -> None:
    """Row 48: neither where one is, nor how one asks."""
    answer = as_("legal").get("/o/alpine/users/", headers=FORGED)
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "RIVALMARK" not in body
    assert "evil.example" not in body + str(answer.headers)
    assert as_("stranger").get("/o/alpine/users/", headers=FORGED).status_code == 404


@pytest.mark.django_db
def test_another_host_is_refused(client: Client) -> None:
    """Row 48: only the hosts of the settings are answered, and not by repeating the name."""
    for host in ("evil.example", "localhost.evil.example", "evil.example:80@localhost"):
        answer = client.get("/accounts/login/", headers={"Host": host})
        assert answer.status_code == 400
        assert b"evil" not in answer.content
