"""Giving access to products, changing and withdrawing it, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record_each
from orgs import guards
from orgs.holding import enter
from products.grant_ends import ANNOUNCED_WITHIN, is_near, read_end
from products.grant_giving import (
    NAMES,
    TERMS,
    Given,
    Terms,
    differs,
    end_what_is_over,
    held_in_force,
    put,
    reach_of,
    refuse_above,
    refuse_newer,
    refuse_reach,
    told_once,
    wanted,
)
from products.grant_holders import (
    demand_giving,
    hold_holder,
    holder_of,
    refuse_scope,
    why_not_hold,
)
from products.grant_words import as_plain
from products.models import Grant


@action
def give_access(
    *,
    actor: Actor,
    holder: tuple[str, int],
    scope: str,
    product_ids: Sequence[int] = (),
    type: str = "",
    level: str,
    reason: str = "",
    ends_on: date | None = None,
    seen: datetime | None = None,
) -> Given:
    """Give a person, a team or a limited partner access to products (G1.10).

    `holder` is its kind and number. What is given already is set to the same terms; where that
    would change what somebody else set after `seen` (the moment the page was made), raises
    `Overtaken`, as for whatever is gone. Externals and limited partners get chosen products
    only, administrators nothing (they have all), a day that is over is no end: `Refused`.
    Nobody gives beyond what they hold, and partners are for legal representatives: `Forbidden`.
    Given already on these terms: returns it without a trace.
    """
    organization = enter(actor)
    target = hold_holder(actor, *holder)
    demand_giving(actor, target)
    if reason_not := why_not_hold(target):
        raise Refused(reason_not, field="holder")
    refuse_scope(target, [scope])
    products = refuse_reach(actor, scope, product_ids, type, level)
    terms = Terms(level, reason, read_end(ends_on, organization))
    there = {reach_of(grant): grant for grant in held_in_force(target)}
    asked = wanted(organization, target, scope, products, type)
    known = [there[reach_of(each)] for each in asked if reach_of(each) in there]
    changed = [grant for grant in known if differs(grant, terms)]
    refuse_newer(changed, seen or timezone.now())

    end_what_is_over(actor, target)
    before = [as_plain(grant) for grant in changed]
    new = [each for each in asked if reach_of(each) not in there]
    for grant in [*new, *changed]:
        put(actor, grant, terms)
    Grant.objects.bulk_create(new)
    Grant.objects.bulk_update(changed, TERMS)

    happened = told_once(
        [
            *((grant, {}, as_plain(grant)) for grant in new),
            *((each, was, as_plain(each)) for each, was in zip(changed, before, strict=True)),
        ]
    )
    record_each("products.grant.given", actor, happened[: len(new)])
    record_each("products.grant.changed", actor, happened[len(new) :])
    return Given(target, new, changed)


@action
def change_access(
    *,
    actor: Actor,
    grant_id: int,
    level: str,
    reason: str = "",
    ends_on: date | None = None,
    seen: datetime | None = None,
) -> Grant:
    """Set another level, reason or end for one grant.

    As `give_access` otherwise; raises `Overtaken` when it is gone, or somebody changed it after
    `seen`. Nothing to do: returns without a trace.
    """
    organization = enter(actor)
    grant = next(iter(_hold(actor, [grant_id])), None)
    if grant is None:
        raise Overtaken(_("This access has already ended or been withdrawn. Look again."))
    target = holder_of(grant)
    demand_giving(actor, target)
    if grant.product is not None:
        refuse_above(actor, grant.product, level)
    refuse_scope(target, [grant.scope])
    terms = Terms(level, reason, read_end(ends_on, organization))
    if not differs(grant, terms):
        return grant
    refuse_newer([grant], seen or timezone.now())

    before = as_plain(grant)
    put(actor, grant, terms)
    Grant.objects.bulk_update([grant], TERMS)

    record_each("products.grant.changed", actor, told_once([(grant, before, as_plain(grant))]))
    return grant


@action
def withdraw_access(*, actor: Actor, grant_ids: Sequence[int]) -> list[Grant]:
    """Take access back, at once; one entry for each, one letter for each holder.

    Raises `Refused` when nothing is ticked, `Forbidden` for a partner's when the actor is no
    legal representative. What is gone already is left out; returns the others.
    """
    enter(actor)
    if not grant_ids:
        raise Refused(_("Tick something first."))
    grants = _hold(actor, grant_ids)
    for grant in grants:
        demand_giving(actor, holder_of(grant))

    Grant.objects.filter(pk__in=[grant.pk for grant in grants]).delete()

    record_each(
        "products.grant.withdrawn",
        actor,
        told_once([(grant, as_plain(grant), {}) for grant in grants]),
    )
    return grants


@action
def announce_ends(*, actor: Actor) -> list[Grant]:
    """Tell both sides, once, of access whose last day is at most seven days away.

    The days are those of the Organization's zone. Twice, two at once, or after days off: each
    is announced once, and not when it is over already.
    """
    organization = guards.lock(actor.organization_id)
    now = timezone.now()
    soon = Grant.objects.visible_to(actor).filter(
        announced_at=None, ends_at__gt=now, ends_at__lt=now + ANNOUNCED_WITHIN
    )
    rows = _with_names(soon.select_for_update(of=("self",)))
    grants = [each for each in rows if is_near(each.ends_at, organization.time_zone)]

    Grant.objects.filter(pk__in=[grant.pk for grant in grants]).update(announced_at=now)

    record_each(
        "products.grant.announced",
        actor,
        told_once([(grant, {}, as_plain(grant)) for grant in grants]),
    )
    return grants


@action
def end_access(*, actor: Actor) -> list[Grant]:
    """Remove what came to its end; it took effect by itself, at its moment.

    The log says *ended*, not withdrawn. May run as often as it likes.
    """
    guards.lock(actor.organization_id)
    over = Grant.objects.visible_to(actor).filter(ends_at__lte=timezone.now())
    grants = list(_with_names(over.select_for_update(of=("self",))))

    Grant.objects.filter(pk__in=[grant.pk for grant in grants]).delete()

    record_each(
        "products.grant.ended",
        actor,
        told_once([(grant, as_plain(grant), {}) for grant in grants]),
    )
    return grants


def _hold(actor: Actor, grant_ids: Sequence[int]) -> list[Grant]:
    """Those in force, as they are now, locked in one order."""
    rows = Grant.objects.visible_to(actor).in_force().filter(pk__in=list(grant_ids))
    return list(_with_names(rows.select_for_update(of=("self",))))


def _with_names(grants: QuerySet[Grant]) -> QuerySet[Grant]:
    return grants.select_related(*NAMES).order_by("pk")
