"""What time does to domains: from phase to phase, with the letters that are due on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, prefetch_related_objects

from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import Happened, record_each
from orgs import guards
from products import domain_life as life
from products.catalog.extensions import extension_of
from products.domain_due import domains_due
from products.letters.domains import remind
from products.models import Domain, Notice, Product

BATCH = 500
EXPIRING, PHASE = "expiring", "phase"


@dataclass(frozen=True, slots=True)
class Walked:
    """What one walk did: how many domains it saw, moved, and reminded of."""

    seen: int
    moved: int
    reminded: int


@action
def walk_domains(*, actor: Actor, now: datetime, after: int = 0) -> tuple[Walked, int | None]:
    """Bring up to `BATCH` domains of the Organization to where they are at `now`.

    A domain goes on to the phase that its extension's figures give (`products.domain_life`),
    never back, in one step however many phases were missed, and the holder is told of it once;
    before the expiry the holder is reminded, once for each step and expiry, of the latest step
    that is due. Days are those of the Organization's zone. May run twice, two at once, after
    days off, and for a day that is over: `walked_on` never goes back.

    `after` is the number of the last domain of the batch before. Returns what it did, and where
    the next batch begins, or None after the last.
    """
    organization = guards.lock(actor.organization_id)
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    due = domains_due(now).filter(organization=organization, pk__gt=after)
    due = due.exclude(walked_on__gt=today).exclude(
        Q(walked_on=today) & (Q(phase_ends_at__isnull=True) | Q(phase_ends_at__gt=now))
    )
    rows = due.select_related("product").order_by("pk")
    domains = list(rows.select_for_update(of=("self", "product"))[:BATCH])
    for domain in domains:
        domain.product.organization = organization
    told = _told(domains)
    were = {each.pk: _phase(each) for each in domains}
    moved = [found for each in domains if (found := _move(each, now))]
    changed = [each for each in domains if _phase(each) != were[each.pk]]
    reminders, changes, news = [], [], []
    for domain in domains:
        step = _step(domain.product, now, organization.time_zone)
        if step is not None and _key(domain, EXPIRING, str(step)) not in told:
            reminders.append((domain.product, _notice(domain, EXPIRING, now, str(step))))
    for domain, before in moved:
        status = domain.product.status
        is_news = _key(domain, PHASE, status) not in told
        if is_news:
            news.append(_notice(domain, PHASE, now, status))
        more = {"domain": domain, "is_news": is_news}
        changes.append(Happened(domain.product, {"status": before}, {"status": status}, more))

    # Whoever is told has a card; most domains of a day are only looked at.
    heard = [product for product, _ in reminders] + [domain.product for domain, _ in moved]
    prefetch_related_objects(heard, "holder")
    Product.objects.bulk_update([each.product for each, _ in moved], ["status", "version"])
    Domain.objects.bulk_update(changed, ["phase_since", "phase_ends_at"])
    Domain.objects.filter(pk__in=[each.pk for each in domains]).update(walked_on=today)
    Notice.objects.bulk_create([*(notice for _, notice in reminders), *news])

    record_each("products.domain.phase_changed", actor, changes)
    for product, notice in reminders:
        remind(product, notice)
    done = Walked(len(domains), len(moved), len(reminders))
    return done, domains[-1].pk if len(domains) == BATCH else None


def _move(domain: Domain, now: datetime) -> tuple[Domain, str] | None:
    """Set the phase of the moment; answers the status before if it is another."""
    product = domain.product
    expires_at = product.expires_at
    if expires_at is None:
        return None
    phase = life.phase_on(extension_of(domain.extension), expires_at, now)
    if phase.status == product.status:
        domain.phase_ends_at = phase.ends_at
        return None
    if not life.is_later(phase.status, product.status):
        # What the registry or a person said goes further than the figures: it stays.
        domain.phase_ends_at = None
        return None
    before, product.status = product.status, phase.status
    product.version += 1
    domain.phase_since = phase.begins_at or now
    domain.phase_ends_at = phase.ends_at
    return domain, before


def _step(product: Product, now: datetime, time_zone: str) -> int | None:
    if product.status != life.ACTIVE or product.expires_at is None:
        return None
    left = life.days_left(product.expires_at, now, time_zone)
    return life.reminder_due(left, auto_renew=product.auto_renew)


def _phase(domain: Domain) -> tuple[datetime, datetime | None]:
    return domain.phase_since, domain.phase_ends_at


def _notice(domain: Domain, kind: str, now: datetime, step: str) -> Notice:
    return Notice(
        organization_id=domain.organization_id,
        product=domain.product,
        kind=kind,
        about=_about(domain),
        step=step,
        told_at=now,
    )


def _about(domain: Domain) -> date:
    """The day of the expiry there: toward another expiry the same step is news again."""
    product = domain.product
    if product.expires_at is None:  # domains_due leaves those out
        raise ValueError(product)
    return product.expires_at.astimezone(ZoneInfo(product.organization.time_zone)).date()


def _key(domain: Domain, kind: str, step: str) -> tuple[object, ...]:
    """What makes a notice the same as one that was told; see `_told`."""
    return domain.product_id, kind, _about(domain), step


def _told(domains: Sequence[Domain]) -> set[tuple[object, ...]]:
    """What was told of them already."""
    rows = Notice.objects.filter(product__in=[each.pk for each in domains])
    return set(rows.values_list("product_id", "kind", "about", "step"))
