"""Access that an invitation promises: what may be promised, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused
from console.shell.actor import Actor
from orgs.models import Organization
from orgs.policy import decide
from products.grant_giving import Scope, Terms, put, refuse_reach
from products.grant_keeping import as_kept
from products.models import CHOSEN_ONLY, SEES_ALL, Grant, Product


def promise(
    actor: Actor,
    organization: Organization,
    scope: str,
    products: Sequence[Product],
    kind: str,
    terms: Terms,
) -> dict[str, Any]:
    """The values for an invitation; the action looks at them again under the lock."""
    if scope == Scope.PRODUCT:
        asked = [Grant(organization=organization, scope=scope, product=each) for each in products]
    else:
        asked = [Grant(organization=organization, scope=scope, type=kind)]
    return {"grants": [as_kept(put(actor, grant, terms)) for grant in asked]}


def refuse_promise(actor: Actor, role: str, promised: Mapping[str, Any]) -> None:
    """Raises `Refused` for what the role cannot hold, `Forbidden` when the actor may not give it,
    `Overtaken` for a product that is gone. The products are held until the end."""
    kept: Sequence[Mapping[str, Any]] = promised.get("grants", ())
    if not kept:
        return
    decision = decide(actor, "products.grant.give")
    if not decision:
        raise Forbidden(str(decision.reason))
    if role in SEES_ALL:
        raise Refused(_("This role manages every product already, without access being given."))
    if role in CHOSEN_ONLY and any(each["scope"] != Scope.PRODUCT for each in kept):
        raise Refused(_("Externals get chosen products only."))
    reaches = {(each["scope"], each["type"], each["level"]) for each in kept}
    for scope, kind, level in sorted(reaches):
        numbers = [each["product"] for each in kept if each["scope"] == scope]
        refuse_reach(actor, scope, numbers, kind, level)
