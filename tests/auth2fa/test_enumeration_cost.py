"""Row 11, incident 9: a known and an unknown address cost the same work.

Measured as processor time, the two in turn, with the password hash of production; medians within
15 %. No mail server takes part in an answer, so a dead one changes nothing.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from itertools import count
from statistics import median

import pytest
from django.urls import reverse

from auth2fa.models import User
from tests.auth2fa.hands import browser, try_sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ROUNDS = 12
_numbers = count(1)


@pytest.fixture
def nora(settings: object, nora: User) -> User:
    """Hashed as in production, and never too often tried."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]  # type: ignore[attr-defined]
    nora.set_password(PASSWORD)
    nora.save()
    return nora


def cost(act: Callable[[], object]) -> float:
    """Milliseconds of processor time, of all threads."""
    began = time.process_time()
    act()
    return (time.process_time() - began) * 1000


def assert_same(known: Callable[[], object], unknown: Callable[[], object]) -> None:
    """Interleaved, so that whatever slows the machine slows both; three tries for a busy one."""
    known(), unknown()
    for _attempt in range(3):
        gc.disable()
        pairs = [(cost(known), cost(unknown)) for _round in range(ROUNDS)]
        gc.enable()
        first, second = (median(times) for times in zip(*pairs, strict=True))
        ratio = first / second
        if 0.85 <= ratio <= 1.15:
            return
    pytest.fail(f"known {first:.1f} ms, unknown {second:.1f} ms")


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("auth2fa.limits.take", "auth2fa.views.signing.take"):
        monkeypatch.setattr(limit, lambda *_anything: True)


def somewhere() -> str:
    """A mailbox that nobody has."""
    return f"person{next(_numbers)}@nowhere.example"


def test_signing_in(nora: User) -> None:
    assert_same(
        lambda: try_sign_in(browser(), nora.email, "wrong"),
        lambda: try_sign_in(browser(), somewhere(), "wrong"),
    )


def test_signing_up(nora: User) -> None:
    form = {"full_name": "Al Bo", "password1": "seven green umbrellas", "kind": "person"}
    url = reverse("account_signup")
    assert_same(
        lambda: browser().post(url, {**form, "email": nora.email}),
        lambda: browser().post(url, {**form, "email": somewhere()}),
    )


def test_forgetting_the_password(nora: User) -> None:
    url = reverse("account_reset_password")
    assert_same(
        lambda: browser().post(url, {"email": nora.email}),
        lambda: browser().post(url, {"email": somewhere()}),
    )
