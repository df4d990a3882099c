"""The cast: one person per role in one Organization, a partner, and a stranger next door.

Every row of an Organization carries its marker word (`ALPINEMARK`, `RIVALMARK`, …): no answer
to somebody of another one may contain it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from auth2fa.models import User
from orgs.models import Membership, Organization, PartnerContract, Role, Team, TeamMembership
from orgs.names import search_text, sort_name

PASSWORD = "correct horse battery staple"
ALPINE, RIVAL, AGENCY = "ALPINEMARK", "RIVALMARK", "AGENCYMARK"


def make_organization(slug: str, marker: str) -> Organization:
    """An Organization whose every word bears its marker."""
    return Organization.objects.create(slug=slug, name=f"{slug.title()} {marker}")


@dataclass
class Person:
    """Somebody to be made, and a membership if an Organization and a role are given."""

    name: str
    organization: Organization | None = None
    role: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def user(self) -> User:
        """Their account, not stored."""
        marker = self.organization.name.split()[-1] if self.organization else "NOWHERE"
        mailbox = self.name.lower().replace(" ", ".")[:60]
        email = f"{mailbox}@{marker.lower()}.example"
        return User(
            email=email, password=_hashed(PASSWORD), full_name=f"{self.name} {marker}"[:200]
        )


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def make_people(people: Sequence[Person]) -> list[User]:
    """People with verified addresses; so many cost as many statements as one."""
    users = User.objects.bulk_create([person.user() for person in people])
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    Membership.objects.bulk_create(
        _membership(user, person.organization, person.role, **person.fields)
        for user, person in zip(users, people, strict=True)
        if person.organization and person.role
    )
    return users


def make_person(
    name: str, organization: Organization | None = None, role: str | None = None, **fields: Any
) -> User:
    """A person with a verified address, and a membership if an Organization is given."""
    return make_people([Person(name, organization, role, fields)])[0]


def join(user: User, organization: Organization, role: str, **fields: Any) -> Membership:
    """Make somebody a member."""
    membership = _membership(user, organization, role, **fields)
    membership.save()
    return membership


def _membership(user: User, organization: Organization, role: str, **fields: Any) -> Membership:
    return Membership(
        organization=organization,
        user=user,
        role=role,
        sort_name=sort_name(user.full_name),
        search_text=search_text(user.full_name, user.email),
        **fields,
    )


@dataclass
class Cast:
    """Everybody, by the part they play."""

    alpine: Organization
    rival: Organization
    agency: Organization
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, part: str) -> User:
        return self.people[part]

    def membership(self, part: str, organization: Organization | None = None) -> Membership:
        """The membership of a part, in `alpine` unless another is named."""
        return Membership.objects.get(
            user=self.people[part], organization=organization or self.alpine
        )


@pytest.fixture
def cast(db: None) -> Cast:
    """Alpine with every role, its partners (limited and full), and a stranger."""
    alpine = make_organization("alpine", ALPINE)
    rival = make_organization("rival", RIVAL)
    agency = make_organization("agency", AGENCY)
    fullagency = make_organization("fullagency", "FULLAGENCYMARK")
    lr, ad, co, ex = Role
    away = {"suspended_at": timezone.now(), "suspended_by": "Lara"}
    parts = {
        "legal": Person("Lara Legal", alpine, lr),
        "legal2": Person("Leon Legal", alpine, lr),
        "administrator": Person("Adrian Admin", alpine, ad),
        "collaborator": Person("Cora Collaborator", alpine, co),
        "accounting": Person("Ada Accounting", alpine, co, {"has_accounting": True}),
        "external": Person("Emil External", alpine, ex),
        "suspended": Person("Sven Suspended", alpine, co, away),
        "stranger": Person("Stella Stranger", rival, lr),
        "partner_limited": Person("Paul Partner", agency, lr),
        "partner_full": Person("Pia Partner", fullagency, lr),
    }
    people = dict(zip(parts, make_people(list(parts.values())), strict=True))
    for partner, access in ((agency, "limited"), (fullagency, "full")):
        PartnerContract.objects.create(
            organization=alpine, partner=partner, access=access, given_by="Lara Legal"
        )
    team = Team.objects.create(organization=alpine, name=f"Web {ALPINE}")
    member = Membership.objects.get(user=people["collaborator"])
    TeamMembership.objects.create(organization=alpine, team=team, membership=member)
    return Cast(alpine, rival, agency, people)


def sign_in(client: Client, user: User, *, fresh: bool = True) -> Client:
    """A signed-in client; `fresh` as if the password had been typed just now."""
    client.force_login(user)
    session = client.session
    at = time.time() - (0 if fresh else 3600)
    session["account_authentication_methods"] = [
        {"method": "password", "at": at, "email": user.email}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def as_(cast: Cast) -> Callable[..., Client]:
    """`as_("administrator")` is a signed-in browser; `as_("anonymous")` a fresh one."""

    def client(part: str, *, fresh: bool = True) -> Client:
        browser = Client()
        return browser if part == "anonymous" else sign_in(browser, cast[part], fresh=fresh)

    return client
