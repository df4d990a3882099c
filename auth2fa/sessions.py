"""The open sessions of a person: how long they live, which there are, how they end."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from auth2fa.bridge import UserSession
from auth2fa.browsers import browser_name, is_phone
from auth2fa.rules import ABSOLUTE, idle_limit

if TYPE_CHECKING:
    from auth2fa.models import User

# The session is written at most this often, and no limit may be shorter.
SAVED_EVERY = timedelta(minutes=5)
_BEGAN, _SEEN = "began_at", "seen_at"


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One line of the list."""

    pk: int
    browser: str
    is_phone: bool
    ip: str
    began_at: datetime
    seen_at: datetime
    is_this_one: bool


def begin(request: HttpRequest, *, credential: str) -> None:
    """Start the clocks of a session that was just signed in with `credential`."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()
    request.session["credential"] = credential


def why_over(request: HttpRequest, user: User) -> str:
    """`absolute` or `idle` when a limit has passed, else nothing.

    Within five minutes of the last save no limit can have passed, and nothing is asked.
    """
    now = time.time()
    if now - request.session.get(_BEGAN, now) > ABSOLUTE.total_seconds():
        return "absolute"
    silent = now - request.session.get(_SEEN, now)
    if silent > SAVED_EVERY.total_seconds() and silent > idle_limit(user).total_seconds():
        return "idle"
    return ""


def keep_alive(request: HttpRequest, *, ip: str | None) -> None:
    """Note that the person is there; a write at most every five minutes."""
    now = time.time()
    if now - request.session.get(_SEEN, 0) <= SAVED_EVERY.total_seconds():
        return
    request.session.setdefault(_BEGAN, now)
    request.session[_SEEN] = now
    seen = {"last_seen_at": timezone.now(), **({"ip": ip} if ip else {})}
    UserSession.objects.filter(session_key=request.session.session_key).update(**seen)


def renew_key(request: HttpRequest) -> None:
    """Give the session a new key, after a proof of identity; its line in the list follows."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sessions_of(user: User) -> list[UserSession]:
    """The rows of this person, and of nobody else, whose session still lives."""
    rows = living_sessions().filter(user=user)
    begin = timezone.now() - idle_limit(user)
    return list(rows.filter(last_seen_at__gt=begin).order_by("-last_seen_at", "-pk"))


def living_sessions() -> QuerySet[UserSession]:
    """The rows of everybody whose session has not ended; some may have idled too long."""
    now = timezone.now()
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.filter(session_key__in=alive)
    return rows.filter(created_at__gt=now - ABSOLUTE)


def listed(request: HttpRequest, user: User) -> list[OpenSession]:
    """The lines of the list, this session first."""
    lines = [_line(row, request.session.session_key) for row in sessions_of(user)]
    return sorted(lines, key=lambda line: not line.is_this_one)


def _line(row: UserSession, key: str | None) -> OpenSession:
    is_this_one = row.session_key == key
    return OpenSession(
        pk=row.pk,
        browser=browser_name(row.user_agent),
        is_phone=is_phone(row.user_agent),
        ip=row.ip,
        began_at=row.created_at,
        seen_at=timezone.now() if is_this_one else row.last_seen_at,
        is_this_one=is_this_one,
    )
