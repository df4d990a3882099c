"""A person without an Organization, and a browser."""

from __future__ import annotations

import pytest

from auth2fa.models import User
from tests.browser import browser_type_launch_args, visit
from tests.conftest import make_person

__all__ = ["browser_type_launch_args", "visit"]


@pytest.fixture
def nora(db: None) -> User:
    """A person with a confirmed address and no Organization."""
    return make_person("Nora Neu")
