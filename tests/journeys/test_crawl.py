"""With scripts off, everybody can do everything that is theirs, and nothing offered is refused."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from auth2fa.models import User
from console.commands.demo import load
from products.models import ELSEWHERE, Product
from tests.conftest import PASSWORD, sign_in
from tests.journeys.crawler import Crawler
from tests.journeys.reader import Reader
from tests.snapshot import once

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(600)]

SIGNED_OUT = {
    "start",
    "account_login",
    "account_signup",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
}
OWN = {
    "start",
    "tour",
    "tour-end",
    "orgs_personal:organization-leave",
    "orgs_personal:organization-list",
    "orgs_personal:organization-open",
    "products_personal:product-find",
    "products_personal:type-open",
    "auth2fa:profile-edit",
    "auth2fa:appearance-change",
    "auth2fa:security-view",
    "auth2fa:password-change",
    "auth2fa:address-change",
    "auth2fa:alerts-change",
    "auth2fa:session-end",
    "auth2fa:session-end-others",
    "auth2fa:activity-list",
    "account_reauthenticate",
    "account_logout",
}
VISITOR = {"home", "search", "products:product-list", "products:product-export"}
EXTERNAL = VISITOR | {
    "orgs:decision-explain",
    "orgs:member-view",
    "orgs:preference-edit",
    "orgs:preference-edit-all",
}
# Where products were granted, to look at them; who manages one tags it.
GRANTED = {
    "products:product-actions",
    "products:product-ownership",
    "products:product-tags",
    "products:product-view",
    "products:transfer-list",
    "products:transfer-export",
}
TAGS = {"products:tag-many"}
TRANSFERS = {"products:transfer-list", "products:transfer-export", "products:transfer-start"}
# The ⋮ stands in a row of the list; who sees no list has nobody to act on.
INSIDE = EXTERNAL | {
    "orgs:member-list",
    "orgs:member-export",
    "orgs:member-actions",
    "orgs:team-list",
    "orgs:team-export",
    "orgs:team-view",
    "orgs:team-member-export",
}
LEADER = INSIDE | {"orgs:team-add", "orgs:team-member-actions"}
# What takes somebody else to act on.
OTHERS = {
    "orgs:member-change-role",
    "orgs:member-procedure",
    "orgs:member-remove",
    "orgs:member-remove-step",
    "orgs:member-suspend",
}
# What takes an invitation, a suspension, a logo or a removed person to be there.
HAPPENED = {
    "orgs:invitation-actions",
    "orgs:invitation-resend",
    "orgs:invitation-withdraw",
    "orgs:logo-remove",
    "orgs:member-lift",
    "orgs:member-suspension",
    "orgs:member-test",
    "orgs:removed-invite",
    "orgs:suspension-view",
    "products:move-receive",
    "products:move-withdraw",
    "products:product-forget",
    "products:product-restore",
    "products:transfer-give-up",
    "products:transfer-restart",
    "products_tags:tag-actions",
    "products_tags:tag-delete",
    "products_tags:tag-edit",
    "products_tags:tag-merge",
}
ADMINISTRATOR = (
    LEADER
    | OTHERS
    | GRANTED
    | TAGS
    | {
        "products:holder-many",
        "products:auto-renew-many",
        "products:product-auto-renew",
        "products:product-block",
        "products:block-many",
        "products:unblock-many",
        "products:product-renew",
        "products:product-warranty",
        "products:product-code",
        "products:product-holder",
        "products:product-lock",
        "products:product-move",
        "products:move-list",
        "products:move-export",
        "products:move-many",
        "products:transfer-start",
        "products_contacts:contact-actions",
        "products_contacts:contact-create",
        "products_contacts:contact-delete",
        "products_contacts:contact-edit",
        "products_contacts:contact-list",
        "products_contacts:contact-export",
        "products_contacts:identity-check",
        "products:product-import",
        "products:import-template",
        "products:product-grant",
        "products_tags:tag-create",
        "products_tags:tag-list",
        "products_tags:tag-export",
        "orgs:activity-export",
        "orgs:activity-list",
        "orgs:activity-undo",
        "orgs:invitation-create",
        "orgs:invitation-export",
        "orgs:invitation-import",
        "orgs:invitation-list",
        "orgs:letter-export",
        "orgs:letter-list",
        "orgs:logo-change",
        "orgs:member-suspend-many",
        "orgs:organization-edit",
        "orgs:organization-secure",
        "orgs:removed-export",
        "orgs:removed-list",
        "orgs:suspension-export",
        "orgs:suspension-list",
        "orgs:team-create",
        "orgs:team-delete",
        "orgs:team-edit",
        "orgs:team-lead",
        "orgs:team-paste",
        "orgs:team-staff",
        "products:grant-change",
        "products:grant-withdraw",
        "products:member-grants",
        "products:team-grants",
    }
)
REPRESENTATIVE = ADMINISTRATOR | {"orgs:organization-close"}
# Who reaches what in which Organization; nobody reaches more. The walk looks at a few pages of a
# kind only, so who is an administrator of three is followed in one.
REACHES: dict[str, dict[str, set[str]]] = {
    "legal": {"alpine": REPRESENTATIVE | HAPPENED},
    "admin": {"alpine": ADMINISTRATOR | HAPPENED},
    "webmaster": {"alpine": ADMINISTRATOR | HAPPENED},
    "collaborator": {"alpine": LEADER | GRANTED | TAGS, "rival": set()},
    "accounting": {"alpine": INSIDE | TRANSFERS},
    "external": {"alpine": EXTERNAL | GRANTED | TAGS},
    "suspended": {"alpine": set()},
    "partner": {
        "agency": REPRESENTATIVE | {"products:move-withdraw"},
        "alpine": VISITOR | GRANTED,
        "rival": set(),
    },
    "stranger": {"rival": REPRESENTATIVE, "alpine": set()},
    "solo": {"solo": REPRESENTATIVE - OTHERS, "alpine": set()},
}


@pytest.fixture
def demo() -> None:
    """The demo data, for everybody to walk through."""
    once("demo", lambda: load(PASSWORD))


@pytest.mark.flow("G1.4", "G16.3", "G16.6", "G14.1")
@pytest.mark.parametrize("member", REACHES)
def test_everybody_reaches_all_that_is_theirs(member: str, demo: None) -> None:
    user = User.objects.get(email=f"{member}@demo.example")
    _open_elsewhere(user)
    client = sign_in(Client(enforce_csrf_checks=True), user, fresh=False)
    crawler = Crawler(client)
    crawler.walk(*_rare_pages(REACHES[member].get("alpine", set())))
    assert not crawler.problems, "\n".join(crawler.problems)
    assert crawler.names_in("") == OWN
    for organization, names in REACHES[member].items():
        assert crawler.names_in(organization) == names, organization
    assert client.get("/me/").status_code == 302, "signed out at the end"


def _rare_pages(names: set[str]) -> list[str]:
    """Pages of products in states of which there are few: a list leads to each."""
    elsewhere = Product.objects.filter(organization__slug="alpine", status=ELSEWHERE)
    if "products:product-forget" not in names:
        return []
    return [f"/o/alpine/products/{each.pk}/" for each in elsewhere[:1]]


def _open_elsewhere(user: User) -> None:
    """One session that is ended alone, and one that is ended with all others."""
    for ip in ("198.51.100.9", "198.51.100.10"):
        UserSession.objects.create(
            user=user,
            session_key=sign_in(Client(), user).session.session_key or "",
            ip=ip,
            user_agent="Mozilla/5.0 Firefox/140.0",
        )


@pytest.mark.flow("G14.1", "G14.2")
def test_a_stranger_reaches_signing_in_and_up(demo: None) -> None:
    crawler = Crawler(Client(enforce_csrf_checks=True))
    crawler.walk()
    assert not crawler.problems, "\n".join(crawler.problems)
    assert crawler.names_in("") == SIGNED_OUT


def test_it_would_see_what_needs_scripts() -> None:
    page = Reader.of('<div hx-get="/x/"></div><a hx-get="/x/" href="/x/">x</a>')
    assert page.scripted == ['<div hx-get="/x/">']
