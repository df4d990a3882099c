"""Timed jobs about products: thin, and safe to run twice."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from products import domain_clock, grant_clock, renewal_clock
from products.registrar import messages, orders, registry_clock


@shared_task
def carry_out_orders() -> None:
    """Send what is due to the registry."""
    orders.carry_out()


@shared_task
def take_messages() -> None:
    """Fetch what the registry tells by itself, then carry out what became due by it. The embedded
    one has no clock of its own and is first told what time it is."""
    if settings.REGISTRAR == "embedded":
        registry_clock.advance(timezone.now())
    if messages.take_messages():
        orders.carry_out()


@shared_task
def end_grants() -> None:
    """Access whose end is near is announced, and what came to its end is removed; may run as
    often as it likes, and catches up."""
    grant_clock.run()


@shared_task
def walk_domains() -> None:
    """Domains go from phase to phase, and their holders are told; may run as often as it likes,
    and catches up."""
    domain_clock.run(timezone.now())


@shared_task
def renew_products() -> None:
    """What renews by itself is renewed, and what has the Renewal Warranty is kept; may run as
    often as it likes, and catches up. Domains are ordered at the registry."""
    renewal_clock.run(timezone.now())
