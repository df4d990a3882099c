"""Addresses and steps that the tests of suspensions share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.test import Client

from orgs.models import Membership

USERS = "/o/alpine/users/"
HTMX = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": f"http://testserver{USERS}"}
As = Callable[..., Client]


def suspend_url(member: Membership) -> str:
    return f"{USERS}{member.pk}/suspend/"


def lift_url(member: Membership) -> str:
    return f"{USERS}{member.pk}/lift/"


def page_url(member: Membership) -> str:
    return f"{USERS}{member.pk}/suspension/"


def browse(as_: As, part: str) -> Client:
    """A browser that this part is signed in with, and has been in the Organization."""
    browser = as_(part)
    UserSession.objects.create(
        user_id=browser.session["_auth_user_id"],
        session_key=browser.session.session_key,
        ip="198.51.100.9",
        user_agent="Mozilla/5.0 Firefox/140.0",
    )
    browser.get("/o/alpine/")
    return browser


def suspend(as_: As, member: Membership, by: str = "administrator", **sent: Any) -> HttpResponse:
    """Press the red button."""
    return as_(by).post(suspend_url(member), sent)


def lift(as_: As, member: Membership, by: str = "administrator") -> HttpResponse:
    """Press the button that lets in again."""
    return as_(by).post(lift_url(member))
