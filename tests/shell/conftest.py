"""An Organization for the lists of these tests."""

from __future__ import annotations

import pytest

from orgs.models import Organization


@pytest.fixture
def organization(db: None) -> Organization:
    """One that nobody belongs to yet."""
    return Organization.objects.create(slug="lists", name="Lists")
