"""Letters about a domain that could now go elsewhere: to whoever represents the Organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from console.shell.letters import Letter, Occasion, letter
from orgs.models import Membership, Role
from products.models import Product, RegistrarOrder


@letter("products.code.asked")
def tell_of_the_code(occasion: Occasion) -> Iterator[Letter]:
    """Who asked for the authorization code; never the code."""
    return _to_representatives(occasion, "products/code_asked", occasion.actor.name)


@letter("products.lock.changed")
def tell_of_the_open_lock(occasion: Occasion) -> Iterator[Letter]:
    """Who had the lock opened; closing it is told to nobody."""
    order = cast("RegistrarOrder", occasion.extra["order"])
    if not occasion.entry.after["is_locked"]:
        yield from _to_representatives(occasion, "products/lock_opened", order.asked_by_name)


def _to_representatives(occasion: Occasion, template: str, by: str) -> Iterator[Letter]:
    product = cast("Product", occasion.subject)
    context: dict[str, Any] = {
        "organization": product.organization.name,
        "slug": product.organization.slug,
        "domain": product.name,
        "pk": product.pk,
        "by": by,
        "at": occasion.entry.created_at,
    }
    members = Membership.objects.filter(
        organization_id=product.organization_id,
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at__isnull=True,
        user__is_active=True,
    )
    for member in members.select_related("user").order_by("pk"):
        yield Letter(
            to=member.user.email,
            template=template,
            context={**context, "person": member.user.full_name},
            language=member.user.language,
            time_zone=member.user.time_zone,
            to_name=member.user.full_name,
        )
