"""What the tests of access do over and over."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership, Organization, PartnerContract, Team
from orgs.reach import as_actor
from products.actions.grants import give_access
from products.grant_giving import Given
from products.models import Grant
from tests.conftest import Cast

ACCESS = "/o/alpine/products/access/"


def given(
    cast: Cast, to: Membership | Team | PartnerContract, by: str = "legal", **asked: Any
) -> Given:
    """Access to everything to see, unless told otherwise; by the action itself."""
    kind = {Membership: "membership", Team: "team", PartnerContract: "contract"}[type(to)]
    products = asked.pop("products", [])
    fields = {"scope": "product" if products else "everything", "level": "view", **asked}
    return give_access(
        actor=as_actor(cast.membership(by)),
        holder=(kind, to.pk),
        product_ids=[each.pk for each in products],
        **fields,
    )


def seen_now() -> str:
    """The moment a page that is asked for now would carry."""
    return timezone.now().isoformat()


def post(browser: Client, path: str, **fields: Any) -> Any:
    """A form of access, as the page sends it; the level is *view* unless told otherwise."""
    return browser.post(path, {"level": "view", "seen": seen_now(), **fields})


def entries(event: str) -> list[AuditEntry]:
    """What the log holds of one event, oldest first."""
    return list(AuditEntry.objects.filter(event=f"products.grant.{event}").order_by("pk"))


def letters(template: str = "") -> list[OutgoingLetter]:
    """What was posted about access, or by one event of it."""
    rows = OutgoingLetter.objects.filter(event__startswith=f"products.grant.{template}")
    return list(rows.order_by("pk"))


def limited(cast: Cast) -> PartnerContract:
    """The contract of the partner with limited access."""
    return PartnerContract.objects.get(organization=cast.alpine, partner=cast.agency)


def rows_of(organization: Organization) -> set[tuple[str, str, str]]:
    """Every grant there: what it reaches, and how far."""
    found = Grant.objects.filter(organization=organization).select_related("product")
    return {(each.scope, str(each.product or each.type), each.level) for each in found}


def web(cast: Cast) -> Team:
    """The team of the cast; the collaborator is in it."""
    return Team.objects.get(organization=cast.alpine)
