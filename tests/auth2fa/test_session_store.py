"""Sessions are read as Django reads them, in one question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from auth2fa.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("writes", "reads"), [(DatabaseStore, SessionStore), (SessionStore, DatabaseStore)]
)
def test_each_reads_what_the_other_wrote(
    writes: type[DatabaseStore], reads: type[DatabaseStore]
) -> None:
    """So that nobody is signed out by the change, or by taking it back."""
    written = writes()
    written["color"] = "rose"
    written.save()
    assert reads(written.session_key)["color"] == "rose"


def test_one_question_reads_it(django_assert_num_queries: object) -> None:
    written = SessionStore()
    written["color"] = "rose"
    written.save()
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert SessionStore(written.session_key).get("color") == "rose"


def test_what_is_over_or_unknown_is_empty_and_loses_its_key() -> None:
    written = SessionStore()
    written["color"] = "rose"
    written.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (written.session_key, "a" * 32):
        read = SessionStore(key)
        assert read.get("color") is None
        assert read.session_key is None
