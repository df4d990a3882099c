"""What the tests of the account do over and over, through the pages a person uses."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from console.shell.models import AuditEntry, OutgoingLetter
from tests.conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/605.1.15"
HTMX = {"HX-Request": "true"}


def browser(agent: str = FIREFOX, ip: str = "198.51.100.7") -> Client:
    """A browser that nobody is signed in with."""
    return Client(REMOTE_ADDR=ip, HTTP_USER_AGENT=agent)


def try_sign_in(client: Client, email: str, password: str = PASSWORD, **query: Any) -> HttpResponse:
    """Send the sign-in form."""
    values = {"login": email, "password": password}
    return client.post(reverse("account_login", query=query or None), values)  # type: ignore[return-value]


def signed_in(user: User, agent: str = FIREFOX, ip: str = "198.51.100.7") -> Client:
    """A browser that the person has signed in with, by the form."""
    client = browser(agent, ip)
    answer = try_sign_in(client, user.email)
    assert answer.status_code == 302, answer.content
    return client


def is_in(client: Client) -> bool:
    """Whether a page of one's own opens."""
    return client.get(reverse("auth2fa:security-view")).status_code == 200


def letters(template: str = "", to: str = "") -> list[OutgoingLetter]:
    """Queued letters by their event or key."""
    rows = OutgoingLetter.objects.order_by("id")
    return [
        row for row in rows if (not to or row.to == to) and template in f"{row.event} {row.key}"
    ]


def link_of(letter: OutgoingLetter) -> str:
    """The path of the link in the text of a letter."""
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def events(user: User) -> list[str]:
    """The person's own log, oldest first."""
    rows = AuditEntry.objects.filter(person_id=user.pk).order_by("id")
    return list(rows.values_list("event", flat=True))
