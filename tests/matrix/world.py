"""What the table speaks of: people beside the cast, rows of a neighbor, links from letters."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

import console.urls
from auth2fa.models import User
from console.shell.models import Installation, OutgoingLetter
from orgs.models import Membership
from tests.conftest import Cast, make_person, sign_in

MISSING = 987_654_321


@dataclass
class World:
    """The cast, and everything that an address or a form of the table names."""

    cast: Cast
    colleague: Membership
    neighbor: Membership
    unconfirmed: EmailAddress
    letter: OutgoingLetter

    @classmethod
    def of(cls, cast: Cast) -> World:
        """A colleague whom nobody of the cast is, a neighbor, a link to confirm, a letter."""
        make_person("Ivo Inside", cast.alpine, "collaborator")
        somebody = make_person("Una Unconfirmed")
        EmailAddress.objects.filter(user=somebody).update(verified=False)
        letter = OutgoingLetter.objects.create(
            key="a", event="a.b.c", to="a@b.example", subject="S", text="T", html="<p>T</p>"
        )
        return cls(
            cast,
            Membership.objects.get(user__full_name__startswith="Ivo Inside"),
            cast.membership("stranger", cast.rival),
            EmailAddress.objects.get(user=somebody),
            letter,
        )

    def own(self, part: str) -> int:
        """The membership of that person in `alpine`, or else the one they have elsewhere."""
        rows = Membership.objects.filter(user=self.cast.people.get(part)).order_by("pk")
        inside = rows.filter(organization=self.cast.alpine).first() or rows.first()
        return inside.pk if inside else MISSING

    def session_of(self, user: User) -> int:
        """The number of a session of that person, open in another browser."""
        key = sign_in(Client(), user).session.session_key or ""
        assert Session.objects.filter(session_key=key).exists()
        row, _created = UserSession.objects.get_or_create(
            session_key=key, defaults={"user": user, "ip": "198.51.100.9", "user_agent": "x"}
        )
        return int(row.pk)

    def confirmation(self) -> str:
        """The key of a link that confirms an address."""
        return str(EmailConfirmationHMAC(self.unconfirmed).key)

    def reset(self) -> dict[str, Any]:
        """The parts of a link that sets a password anew."""
        user = User.objects.get(pk=self.colleague.user_id)
        return {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}


def start_demo(settings: Settings) -> None:
    """Make this an installation that is shown: settings, addresses, the mark in the database."""
    demo_addresses(settings)
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})


def demo_addresses(settings: Settings) -> None:
    """`console/urls.py` once more, read while the settings say demo, under another name."""
    settings.DEMO_MODE = True
    name = "tests.matrix.demo_urls"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(str(console.urls.__file__)))
        assert spec
        assert spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    settings.ROOT_URLCONF = name
