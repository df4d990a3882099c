"""How often somebody may try, and that neither a header, a cache nor luck changes it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import get_resolver, reverse

from auth2fa import limits
from auth2fa.limits import Limit, take
from auth2fa.models import Attempt, User
from console.shell.models import AuditEntry
from tests.auth2fa.hands import browser, is_in, letters, signed_in, try_sign_in
from tests.conftest import PASSWORD, make_person

TOO_MANY = "Too many failed attempts"


def fail(user: User, times: int, ip: str = "192.0.2.1") -> Any:
    """Wrong passwords, one after the other; the last answer."""
    for _time in range(times):
        answer = try_sign_in(browser(ip=ip), user.email, "wrong")
    return answer


@pytest.mark.flow("E12")
def test_the_sixth_wrong_password_is_refused(nora: User) -> None:
    """Row 1: even the right one then, from anywhere; the owner's live session goes on."""
    owner = signed_in(nora)
    assert fail(nora, 5).status_code == 422
    answer = try_sign_in(browser(ip="203.0.113.9"), nora.email, PASSWORD)
    assert answer.status_code == 429
    assert TOO_MANY in answer.content.decode()
    assert is_in(owner)


def test_unknown_addresses_meet_the_same_limit(db: None) -> None:
    """Row 11: the count hangs on what was typed, not on who exists."""
    for _time in range(5):
        assert try_sign_in(browser(), "who@nowhere.example", "wrong").status_code == 422
    assert try_sign_in(browser(), "who@nowhere.example", "wrong").status_code == 429


def test_it_ends_after_five_minutes(nora: User, time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 10:00:00", tick=False)
    fail(nora, 6)
    time_machine.move_to("2026-11-22 10:05:01", tick=False)
    assert try_sign_in(browser(), nora.email).status_code == 302


def test_the_owner_may_prove_who_they_are_while_strangers_fail(nora: User) -> None:
    """Row 1: failures at the door lock nobody out who is in."""
    owner = signed_in(nora)
    fail(nora, 6)
    answer = owner.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_a_new_password_re_opens_the_door(nora: User) -> None:
    from auth2fa.actions.passwords import reset_password
    from console.shell.actor import Actor

    fail(nora, 6)
    reset_password(actor=Actor(user_id=nora.pk), user=nora, new_password="fresh red carpets")
    assert try_sign_in(browser(), nora.email, "fresh red carpets").status_code == 302


def test_forty_forged_addresses_are_one_source(db: None) -> None:
    """Row 48, incident 5: X-Forwarded-For and its kin count for nothing."""
    statuses = []
    for number in range(40):
        forged = f"10.1.2.{number}"
        headers = {"X-Forwarded-For": forged, "X-Real-IP": forged, "Forwarded": f"for={forged}"}
        values = {"login": f"victim{number}@nowhere.example", "password": "wrong"}
        answer = browser(ip="192.0.2.44").post(reverse("account_login"), values, headers=headers)
        statuses.append(answer.status_code)
    assert statuses == [422] * 20 + [429] * 20


def test_a_forged_address_reaches_no_log(nora: User) -> None:
    """Row 48: the log holds the address of the connection."""
    client = browser(ip="192.0.2.45")
    values = {"login": nora.email, "password": "wrong"}
    client.post(reverse("account_login"), values, headers={"X-Forwarded-For": "10.9.9.9"})
    assert AuditEntry.objects.get(person_id=nora.pk).ip == "192.0.2.45"


def test_our_own_proxies_are_believed_and_nobody_before_them(nora: User, settings: Any) -> None:
    """Row 48: with one proxy of ours, the last hop counts."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    values = {"login": nora.email, "password": "wrong"}
    headers = {"X-Forwarded-For": "10.9.9.9, 203.0.113.8"}
    browser(ip="127.0.0.1").post(reverse("account_login"), values, headers=headers)
    assert AuditEntry.objects.get(person_id=nora.pk).ip == "203.0.113.8"


def test_one_ipv6_network_is_one_source(db: None) -> None:
    for number in range(20):
        try_sign_in(browser(ip=f"2001:db8:1:1::{number:x}"), f"v{number}@x.example", "wrong")
    answer = try_sign_in(browser(ip="2001:db8:1:1:ffff::1"), "other@x.example", "wrong")
    assert answer.status_code == 429


def test_signing_in_to_ones_own_account_re_opens_nothing(nora: User) -> None:
    """Incident 6: a success gives back its own attempt and no failure."""
    attacker = make_person("Anna Attacker")
    for number in range(19):
        try_sign_in(browser(ip="192.0.2.50"), f"victim{number}@x.example", "wrong")
    assert try_sign_in(browser(ip="192.0.2.50"), attacker.email).status_code == 302
    try_sign_in(browser(ip="192.0.2.50"), "victim20@x.example", "wrong")
    assert try_sign_in(browser(ip="192.0.2.50"), "victim21@x.example", "wrong").status_code == 429


def test_an_empty_cache_re_opens_nothing(nora: User) -> None:
    """The counts stand in PostgreSQL; what is flushed is not asked."""
    fail(nora, 5)
    cache.clear()
    assert fail(nora, 1).status_code == 429


def test_a_dead_cache_neither_breaks_nor_opens_the_door(nora: User, settings: Any) -> None:
    """The fault "Redis dead": nothing listens on the port, and nobody notices."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
    assert fail(nora, 5).status_code == 422
    assert fail(nora, 1).status_code == 429
    assert try_sign_in(browser(), make_person("Otto Other").email).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_are_counted_as_fifty() -> None:
    """One statement decides: of fifty attempts at the same moment, five pass."""
    assert sum(_at_once(lambda: take(limits.SIGN_IN_TO_ADDRESS, "race@x.example"))) == 5


@pytest.mark.django_db(transaction=True)
def test_read_then_write_would_let_more_through() -> None:
    """The negative control: the same race, counted in two steps."""
    barrier = threading.Barrier(8)

    def naive() -> bool:
        row, _made = Attempt.objects.get_or_create(
            key="naive", defaults={"opened_at": "2026-11-22T10:00:00Z"}
        )
        barrier.wait()
        if row.taken >= 1:
            return False
        Attempt.objects.filter(pk="naive").update(taken=row.taken + 1)
        return True

    assert sum(_at_once(naive, times=8)) > 1


def _at_once(attempt: Any, times: int = 50) -> list[bool]:
    passed: list[bool] = []

    def run() -> None:
        try:
            passed.append(attempt())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return passed


def test_every_anonymous_form_is_limited(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Incident 20: walked from the resolver, not from a list."""
    monkeypatch.setattr("auth2fa.views.signing.ANONYMOUS_FORMS", _tiny())
    public = [path for path in _account_paths() if _is_public(path)]
    assert len(public) >= 8
    for number, path in enumerate(public):
        client = browser(ip=f"198.51.100.{number}")
        answers = [client.post(path).status_code for _time in range(3)]
        assert answers[-1] == 429, path
        assert 429 not in answers[:2], path


def _tiny() -> Limit:
    from datetime import timedelta

    return Limit("anonymous forms of a test", 2, timedelta(minutes=5))


def _account_paths() -> list[str]:
    found = []
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith("account_"):
            kwargs = {
                "account_confirm_email": {"key": "x:y:z"},
                "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
            }.get(name, {})
            found.append(reverse(name, kwargs=kwargs))
    return found


def _is_public(path: str) -> bool:
    from django.urls import resolve

    return not getattr(resolve(path).func, "login_required", True)


@pytest.mark.flow("E12")
def test_five_failures_are_told_once_an_hour(nora: User, time_machine: Any) -> None:
    """Row 9: the owner hears of it, and is not flooded."""
    time_machine.move_to("2026-11-22 10:00:00", tick=False)
    fail(nora, 4)
    assert not letters("session_refused")
    fail(nora, 1)
    (letter,) = letters("session_refused", nora.email)
    assert "5 times" in letter.text
    time_machine.move_to("2026-11-22 10:10:00", tick=False)
    fail(nora, 5)
    assert len(letters("session_refused")) == 1
    time_machine.move_to("2026-11-22 11:05:00", tick=False)
    fail(nora, 5)
    assert len(letters("session_refused")) == 2


def test_a_failure_stays_written_down(nora: User) -> None:
    fail(nora, 1)
    entry = AuditEntry.objects.get(person_id=nora.pk)
    assert entry.event == "auth2fa.session.refused"
    assert entry.actor_id is None
    assert entry.organization_id is None


def test_another_method_is_no_way_around(db: None) -> None:
    """Incident 20: allauth's views would take a PUT for a form."""
    for path in _account_paths():
        assert browser().put(path).status_code in {302, 405}, path
    assert not Attempt.objects.exists()
