"""The life of a domain as its page draws it: phases, until when, what can be done, and today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from products import domain_life as life
from products.catalog.extensions import Extension, extension_of
from products.catalog.types import catalog
from products.models import Product
from products.quotes import Quote, renewal_of, restore_of

DAY = timedelta(days=1)
# How the line of a phase that is over or to come is drawn.
TONES = {life.EXPIRED: "warn", life.REDEMPTION: "danger", life.PENDING_DELETE: "danger"}


@dataclass(frozen=True, slots=True)
class Step:
    """One phase as it is shown. `day` of `days` says where in it today lies; `quote` is what can
    be done in it, at its price."""

    phase: life.Phase
    label: str | Promise
    tone: str
    is_now: bool
    is_over: bool
    is_long: bool
    day: int
    days: int
    does: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of it; `is_certain`: the state is the one that the figures give."""

    extension: Extension
    steps: tuple[Step, ...]
    is_certain: bool

    @property
    def has_open(self) -> bool:
        """Whether some length is not known."""
        return any(each.phase.is_open for each in self.steps)


def timeline_of(product: Product, now: datetime) -> Timeline | None:
    """The life of the domain around its expiry; None for what has none.

    Where today lies is told by the state: what the registry said goes before the figures. A
    state that is none of the phases (a transfer, say) has its mark where the figures put it.
    """
    if product.type != "domain" or product.expires_at is None:
        return None
    extension = extension_of(product.name)
    phases = life.phases(extension, product.expires_at)
    here = life.phase_on(extension, product.expires_at, now).status
    known = {each.status for each in phases}
    current = product.status if product.status in known else here
    place = [each.status for each in phases].index(current)
    steps = tuple(_step(product, phase, now, number - place) for number, phase in enumerate(phases))
    return Timeline(extension, steps, is_certain=current == here)


def last_moment(product: Product) -> datetime | None:
    """When what can be done now cannot be done any more; None where that is not known."""
    if product.expires_at is None:
        return None
    for phase in life.phases(extension_of(product.name), product.expires_at):
        if phase.status == product.status:
            return phase.ends_at
    return None


def _step(product: Product, phase: life.Phase, now: datetime, distance: int) -> Step:
    begins = phase.begins_at or (phase.ends_at - timedelta(days=365) if phase.ends_at else now)
    days = max(1, (phase.ends_at - begins) // DAY) if phase.ends_at else 0
    passed = min(max((now - begins) // DAY + 1, 1), days) if days else 0
    quote = {life.RENEW: lambda: renewal_of(product, 1), life.RESTORE: lambda: restore_of(product)}
    return Step(
        phase=phase,
        label=catalog().statuses[phase.status].label,
        tone=TONES.get(phase.status, ""),
        is_now=distance == 0,
        is_over=distance < 0,
        is_long=phase.status in {life.ACTIVE, life.REDEMPTION},
        day=passed,
        days=days,
        does=phase.does,
        quote=quote[phase.does]() if phase.does in quote else None,
    )
