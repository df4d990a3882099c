"""A registry that is ahead of us: it renewed by itself at the expiry, as many do, or what was
given up was done late. Whoever renews gets that year, and pays for it once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orgs.models import Organization
from products.models import Product
from products.registrar.life import add_years
from tests.products.registrar.desk import Desk, place, set_scene
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
    desk = Desk(world)
    order = desk.work_off(place(product, "renew", years=1))
    assert (order.state, order.code) == ("failed", 2105)
    assert desk.returned == [order.charge]


def test_more_years_than_it_went_ahead_are_refused(alpine: Organization, world: World) -> None:
    product = ahead(world, alpine, 1)
    desk = Desk(world)
    order = desk.work_off(place(product, "renew", years=2))
    assert (order.state, order.code) == ("failed", 2105)
    assert desk.returned == [order.charge]
