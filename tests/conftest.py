"""The cast: one person per role in one Organization, a partner, and a stranger next door.

Every row of an Organization carries its marker word (`ALPINEMARK`, `RIVALMARK`, …): no answer
to somebody of another one may contain it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from allauth.account.models import EmailAddress
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


def make_person(
    name: str, organization: Organization | None = None, role: str | None = None, **fields: Any
) -> User:
    """A person with a verified address, and a membership if an Organization is given."""
    marker = organization.name.split()[-1] if organization else "NOWHERE"
    mailbox = name.lower().replace(" ", ".")[:60]
    user = User.objects.create_user(f"{mailbox}@{marker.lower()}.example", PASSWORD)
    User.objects.filter(pk=user.pk).update(full_name=f"{name} {marker}"[:200])
    user.full_name = f"{name} {marker}"[:200]
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if organization and role:
        join(user, organization, role, **fields)
    return user


def join(user: User, organization: Organization, role: str, **fields: Any) -> Membership:
    """Make somebody a member."""
    return Membership.objects.create(
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
    people = {
        "legal": make_person("Lara Legal", alpine, lr),
        "legal2": make_person("Leon Legal", alpine, lr),
        "administrator": make_person("Adrian Admin", alpine, ad),
        "collaborator": make_person("Cora Collaborator", alpine, co),
        "accounting": make_person("Ada Accounting", alpine, co, has_accounting=True),
        "external": make_person("Emil External", alpine, ex),
        "suspended": make_person(
            "Sven Suspended", alpine, co, suspended_at=timezone.now(), suspended_by="Lara"
        ),
        "stranger": make_person("Stella Stranger", rival, lr),
        "partner_limited": make_person("Paul Partner", agency, lr),
        "partner_full": make_person("Pia Partner", fullagency, lr),
    }
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
