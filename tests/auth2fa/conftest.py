"""Nobody's attempts count for the next test; Django's hasher costs what the test wants."""

from __future__ import annotations

import pytest

from auth2fa.models import User
from tests.conftest import make_person


@pytest.fixture
def nora(db: None) -> User:
    """A person with a confirmed address and no Organization."""
    return make_person("Nora Neu")
