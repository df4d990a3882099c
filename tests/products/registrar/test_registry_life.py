"""The embedded registry leads a name through the phases of its own extension."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from products import domain_life
from products.catalog.extensions import extension_of, extensions
from products.registrar.life import TYPICAL, Life, life_of, phase_at

EXPIRY = datetime(2026, 3, 28, 12, tzinfo=UTC)


def days(grace: int, redemption: int, pending_delete: int) -> Life:
    return Life(*(timedelta(days=each) for each in (grace, redemption, pending_delete)))


@pytest.mark.parametrize(
    ("name", "life"),
    [
        ("alpine.com", days(45, 30, 5)),
        ("alpine.it", days(15, 30, 5)),
        ("alpine.eu", days(0, 40, 0)),
        ("alpine.ch", days(0, 40, 0)),
        ("alpine.fr", days(0, 30, 5)),
        ("alpine.io", days(44, 30, 5)),
        ("alpine.at", TYPICAL),
        ("alpine.example", TYPICAL),
    ],
)
def test_it_takes_known_figures_and_typical_ones_else(name: str, life: Life) -> None:
    assert life_of(name) == life


@pytest.mark.parametrize("extension", ["com", "it", "eu", "ch", "de"])
def test_both_sides_see_the_same_phase(extension: str) -> None:
    for day in range(-1, 120):
        now = EXPIRY + timedelta(days=day)
        here = domain_life.phase_on(extension_of(extension), EXPIRY, now).status
        assert phase_at(life_of(f"x.{extension}"), EXPIRY, now) == here


def test_the_demonstration_has_an_extension_of_its_own(settings: Settings) -> None:
    assert "example" not in extensions()
    settings.DEMO_MODE = True
    found = extensions()["example"]
    assert (found.grace, found.redemption, found.pending_delete, found.years) == (45, 30, 5, 10)
    assert "com" in extensions()
