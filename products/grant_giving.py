"""What is asked to be given, and the rules for it; the actions decide, change and record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.actions import Forbidden, Overtaken, Refused
from console.shell.actor import Actor
from console.shell.audit import Happened, record_each
from orgs.models import Organization
from products.access import level_on
from products.catalog.types import catalog
from products.grant_ends import is_near
from products.grant_holders import Holder
from products.grant_words import as_plain, in_order
from products.models import SEES_ALL, Grant, Level, Product

MOST_AT_ONCE = 500
Scope = Grant.Scope
# What a step sets, and what is read along wherever a grant is named.
TERMS = ["level", "reason", "ends_at", "given_by", "given_at", "giver", "announced_at"]
NAMES = ("organization", "product", "team", "membership__user", "contract__partner")


@dataclass(frozen=True, slots=True)
class Terms:
    """What every grant of one step has in common."""

    level: str
    reason: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Given:
    """What one step came to; what was so already is in neither."""

    holder: Holder
    new: Sequence[Grant] = ()
    changed: Sequence[Grant] = ()


def refuse_reach(
    actor: Actor,
    scope: str,
    product_ids: Sequence[int],
    kind: str,
    level: str,
    *,
    hold: bool = True,
) -> list[Product]:
    """The products that are asked for, held until the end with `hold`; none for a wider scope.

    Raises `Refused` for nothing, for too much or for what there is not, `Overtaken` when a
    product is gone, `Forbidden` when the actor holds less than they would give.
    """
    if level not in Level.values:
        raise Refused(_("Choose how far the access goes."), field="level")
    if scope == Scope.PRODUCT:
        return _chosen(actor, product_ids, level, hold=hold)
    if scope not in Scope.values:
        raise Refused(_("Choose what the access reaches."), field="scope")
    if scope == Scope.TYPE and kind not in catalog().types:
        raise Refused(_("There is no such type. Choose one of the list."), field="type")
    if actor.role not in SEES_ALL:
        raise Forbidden(_("You cannot give access to more than you have yourself."))
    return []


def _chosen(actor: Actor, product_ids: Sequence[int], level: str, *, hold: bool) -> list[Product]:
    asked = list(dict.fromkeys(product_ids))
    if not asked:
        raise Refused(_("Tick at least one product."), field="scope")
    if len(asked) > MOST_AT_ONCE:
        sentence = ngettext(
            "At most %(count)d product at once.",
            "At most %(count)d products at once.",
            MOST_AT_ONCE,
        )
        raise Refused(sentence % {"count": MOST_AT_ONCE}, field="scope")
    rows = Product.objects.visible_to(actor)
    if hold:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = list(rows.filter(pk__in=asked).order_by("pk"))
    if len(found) != len(asked):
        raise Overtaken(_("One of these products is not here any more. Nothing was changed."))
    for product in found:
        refuse_above(actor, product, level)
    return found


def refuse_above(actor: Actor, product: Product, level: str) -> None:
    """Nobody gives beyond what they hold on that very product; raises `Forbidden`."""
    if actor.role in SEES_ALL:
        return
    held = level_on(actor, product)
    if not held or (level == Level.MANAGE and held != Level.MANAGE):
        raise Forbidden(_("You cannot give access to more than you have yourself."))


def wanted(
    organization: Organization, holder: Holder, scope: str, products: Sequence[Product], kind: str
) -> list[Grant]:
    """The grants that are asked for, not saved yet."""
    if scope == Scope.PRODUCT:
        reaches: list[dict[str, Any]] = [{"product": each} for each in products]
    else:
        reaches = [{"type": kind}] if scope == Scope.TYPE else [{}]
    return [
        Grant(organization=organization, scope=scope, **holder.fields, **reach) for reach in reaches
    ]


def reach_of(grant: Grant) -> tuple[str, int | None, str]:
    """What tells two grants of one holder apart."""
    return grant.scope, grant.product_id, grant.type


def put(actor: Actor, grant: Grant, terms: Terms) -> Grant:
    """The grant on these terms, by this actor, from now on; not saved yet. An end within the
    week needs no announcement of its own: the letter of this step says it."""
    now = timezone.now()
    grant.level, grant.reason, grant.ends_at = terms.level, terms.reason, terms.ends_at
    grant.given_by, grant.given_at = actor.name, now
    grant.giver_id = None if actor.is_partner else actor.membership_id
    is_told = is_near(terms.ends_at, grant.organization.time_zone)
    grant.announced_at = now if is_told else None
    return grant


def held_in_force(holder: Holder) -> list[Grant]:
    """Every grant of the holder that counts now, locked, with its names."""
    rows = holder.grants.in_force().select_for_update(of=("self",))
    return list(rows.select_related(*NAMES).order_by("pk"))


def end_what_is_over(actor: Actor, holder: Holder) -> None:
    """Remove what came to its end and was not removed yet, so that the same can be given
    again; the log says that it ended, as the timed job would."""
    rows = holder.grants.filter(ends_at__lte=timezone.now())
    over = list(rows.select_related(*NAMES).order_by("pk"))
    if not over:
        return
    Grant.objects.filter(pk__in=[grant.pk for grant in over]).delete()
    system = Actor.system(actor.organization_id)
    record_each("products.grant.ended", system, [Happened(each, as_plain(each)) for each in over])


def differs(grant: Grant, terms: Terms) -> bool:
    """Whether anything would change."""
    return (grant.level, grant.reason, grant.ends_at) != (terms.level, terms.reason, terms.ends_at)


def refuse_newer(grants: Sequence[Grant], seen: datetime) -> None:
    """Raises `Overtaken` for the first that somebody set anew after the page was made."""
    for grant in grants:
        if grant.given_at > seen:
            raise Overtaken(
                _(
                    "%(who)s has meanwhile changed this access. Nothing of yours was saved. "
                    "Look again."
                )
                % {"who": grant.given_by},
                changed=as_plain(grant),
            )


def narrow_to_chosen(actor: Actor, wide: Sequence[Grant]) -> None:
    """Take back what somebody who is external now cannot hold: whole types, and everything.

    Part of the change of role, in its transaction; that tells it in its own letter.
    """
    Grant.objects.filter(pk__in=[grant.pk for grant in wide]).delete()
    happened = [Happened(grant, as_plain(grant)) for grant in wide]
    record_each("products.grant.withdrawn", actor, happened)


def told_once(
    changes: Sequence[tuple[Grant, dict[str, Any], dict[str, Any]]], **occasion: object
) -> list[Happened]:
    """One entry for each, and one letter for each holder: the first entry of a holder carries
    all of theirs."""
    by_holder: dict[tuple[int | None, ...], list[Grant]] = {}
    for grant, _before, _after in changes:
        by_holder.setdefault(_holder_key(grant), []).append(grant)
    happened = []
    for grant, before, after in changes:
        told = by_holder.pop(_holder_key(grant), None)
        extra = {**occasion, "told": in_order(told)} if told else {}
        happened.append(Happened(grant, before, after, extra))
    return happened


def _holder_key(grant: Grant) -> tuple[int | None, ...]:
    return grant.membership_id, grant.team_id, grant.contract_id
