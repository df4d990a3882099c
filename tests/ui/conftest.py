"""The style guide, open for somebody who is signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings

from console.shell.models import Installation
from tests.browser import Visit, browser_type_launch_args, visit

__all__ = ["browser_type_launch_args", "visit"]


@pytest.fixture
def demo_mode(settings: Settings, db: None) -> None:
    """An installation that was started to be shown."""
    settings.DEMO_MODE = True
    settings.ROOT_URLCONF = "tests.ui.urls"
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})


@pytest.fixture
def viewer(demo_mode: None, as_: Callable[..., Client]) -> Client:
    """Somebody signed in, who may look at the style guide."""
    return as_("administrator")


@pytest.fixture
def guide(transactional_db: None, viewer: Client, visit: Visit) -> Callable[..., Page]:
    """`guide("?rows=0", dark=True)` opens the style guide in a browser."""
    return lambda query="", **options: visit(f"/styleguide/{query}", viewer, **options)
