"""A registry that is ahead of us: it renewed by itself at the expiry, as many do, or what was
given up was done late. Whoever renews gets that year, and pays for it once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.shell.models import AuditEntry
from orgs.models import Organization
from products.models import Product
from products.registrar.life import add_years
from products.renewing import refused_order
from tests.products.registrar.desk import Desk, ledger, place, set_scene
from tests.products.registrar.server import World


def ahead(world: World, organization: Organization, years: int) -> Product:
    """A product that expires here so many years before it does at the registry."""
    product = set_scene(world, organization, "renew", expires_in=20 + 366 * years)
    assert product.expires_at
    product.expires_at = add_years(product.expires_at, -years)
    product.save(update_fields=["expires_at"])
    return product


def test_the_year_that_is_there_is_the_one_that_is_paid(alpine: Organization, world: World) -> None:
    product = ahead(world, alpine, 1)
    known = world.registrar.query(product.name)
    desk = Desk(world)
    order = desk.work_off(place(product, "renew", years=1))
    assert (order.state, desk.returned) == ("done", [])
    after = world.registrar.query(product.name)
    assert known
    assert after
    assert after.expires_at == known.expires_at


@pytest.mark.parametrize("days", [3, 200])
def test_less_than_was_asked_for_is_refused_and_given_back(
    alpine: Organization, world: World, days: int
) -> None:
    product = ahead(world, alpine, 1)
    assert product.expires_at
    product.expires_at += timedelta(days=days)
    product.save(update_fields=["expires_at"])
    known = world.registrar.query(product.name)
    desk = Desk(world)
    order = desk.work_off(place(product, "renew", years=1))
    assert (order.state, order.code) == ("failed", 2105)
    assert desk.returned == [order.charge]
    # From now on the registry's day is the one that holds here; from it a renewal goes through.
    product.refresh_from_db()
    assert known
    assert product.expires_at == known.expires_at
    assert refused_order(product) == order, "the page says it"
    again = desk.work_off(place(product, "renew", years=1))
    assert again.state == "done"
    product.refresh_from_db()
    assert product.expires_at == add_years(known.expires_at, 1)
    assert refused_order(product) is None


@pytest.mark.parametrize("days", [-2, -1, 1, 2])
@pytest.mark.parametrize("cut", ["", "ran", "arrived"])
def test_the_same_expiry_a_day_beside_is_renewed_once(
    alpine: Organization, world: World, days: int, cut: str
) -> None:
    """Registries round: the one attempt of an automatic renewal must not fail for that."""
    product = set_scene(world, alpine, "renew")
    assert product.expires_at
    known, product.expires_at = product.expires_at, product.expires_at + timedelta(days=days)
    product.save(update_fields=["expires_at"])
    order = place(product, "renew", years=1)
    if world.kind == "epp" and cut:
        # The scene signed in; refused, looked at, asked again.
        world.server.tell("cut", at=[[3, cut]])
    desk = Desk(world)
    order = desk.work_off(order)
    assert (order.state, desk.returned) == ("done", [])
    state = world.registrar.query(product.name)
    product.refresh_from_db()
    assert state
    assert product.expires_at == state.expires_at == add_years(known, 1)
    if world.kind == "epp":
        assert ledger(world.server, product) == {"renew": 1}


def test_what_expired_here_alone_is_active_again(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "renew")
    assert product.expires_at
    product.expires_at, product.status = product.expires_at - timedelta(days=60), "expired"
    product.save(update_fields=["expires_at", "status"])
    desk = Desk(world)
    order = desk.work_off(place(product, "renew"))
    product.refresh_from_db()
    assert (order.state, product.status) == ("failed", "active")
    entry = AuditEntry.objects.get(event="products.product.renewal_refused")
    assert product.expires_at
    assert entry.after["expires_at"] == product.expires_at.isoformat()
    assert entry.before["expires_at"] < entry.after["expires_at"]


def test_who_was_renewed_by_another_order_is_told_of_no_other_day(
    alpine: Organization, world: World
) -> None:
    product = set_scene(world, alpine, "renew")
    first, second = place(product, "renew"), place(product, "renew")
    desk = Desk(world)
    assert desk.work_off(first).state == "done"
    assert desk.work_off(second).code == 2105
    product.refresh_from_db()
    assert refused_order(product) is None


def test_more_years_than_it_went_ahead_are_refused(alpine: Organization, world: World) -> None:
    product = ahead(world, alpine, 1)
    desk = Desk(world)
    order = desk.work_off(place(product, "renew", years=2))
    assert (order.state, order.code) == ("failed", 2105)
    assert desk.returned == [order.charge]
    # The year that the registry took by itself is not given away: renewing for one pays for it.
    product.refresh_from_db()
    assert (product.expires_at, product.status) == (order.expires_at_before, "active")
    assert desk.work_off(place(product, "renew", years=1)).state == "done"
    product.refresh_from_db()
    assert order.expires_at_before
    assert product.expires_at == add_years(order.expires_at_before, 1)
