"""Every cell of the table, asked once per part; what it answered is kept for several tests."""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from console.shell.models import AuditEntry
from orgs.models import Membership
from tests.conftest import sign_in
from tests.matrix import (
    activity,
    blocks,
    everybody,
    finding,
    grants,
    holders,
    imports,
    invitations,
    letters,
    moves,
    organizations,
    persons,
    preferences,
    products,
    removals,
    renewals,
    settings,
    suspensions,
    tags,
    teams,
    transfers,
)
from tests.matrix.case import PARTS, SIGN_IN, Case
from tests.matrix.world import World

METHODS = ("get", "head", "post", "put", "patch", "delete")
MARKERS = re.compile(r"(?:ALPINE|RIVAL|FULLAGENCY|AGENCY)MARK")
NAMES = re.compile(r"Ivo Inside|Leon Legal|Sven Suspended|Cora Collaborator|Lara Legal")
# What two answers of one body may differ in: tokens, the number of the request, its own address.
PASSING = re.compile(
    r'(name="(?:csrfmiddlewaretoken|next)" value=")[^"]*|( nonce=")[^"]*|(<code>)[0-9a-f]{32}'
)
WRITING = re.compile(
    r'(?:^|^\s*WITH moved AS .*?\)\s*)(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?'
    r'(?: SET "(\w+)")?',
    re.I | re.S,
)
ABROAD = re.compile(r'(?:src|href|action|content)="((?:https?:)?//[^"]*)"')
CASES: Sequence[Case] = (
    *organizations.CASES,
    *letters.CASES,
    *activity.CASES,
    *invitations.CASES,
    *persons.CASES,
    *everybody.CASES,
    *preferences.CASES,
    *suspensions.CASES,
    *teams.CASES,
    *settings.CASES,
    *products.CASES,
    *grants.CASES,
    *tags.CASES,
    *blocks.CASES,
    *imports.CASES,
    *finding.CASES,
    *renewals.CASES,
    *transfers.CASES,
    *holders.CASES,
    *moves.CASES,
    *removals.CASES,
)


@dataclass(frozen=True)
class Answer:
    """One cell: what was asked, what was expected, and what came."""

    case: Case
    part: str
    method: str
    is_fragment: bool
    expected: str
    status: int
    location: str
    headers: dict[str, str]
    body: str
    entries: tuple[str, ...]
    writes: tuple[str, ...]

    def __str__(self) -> str:
        kind = "fragment" if self.is_fragment else "page"
        return f"{self.part}: {self.method.upper()} {self.case} as {kind}"

    @property
    def got(self) -> str:
        """The word of the table that the answer deserves."""
        led = self.location.startswith(reverse("account_login"))
        status = 200 if self.is_fragment else 302
        # Only who has no session is led to sign in by the gate.
        if self.part == "anonymous" and led and self.status == status:
            return SIGN_IN if self.expected == SIGN_IN else str(self.status)
        return str(self.status)

    @property
    def digest(self) -> str:
        """The body without what differs from request to request."""
        same = PASSING.sub(lambda found: next(part for part in found.groups() if part), self.body)
        return hashlib.sha256(same.encode()).hexdigest()

    @property
    def markers(self) -> set[str]:
        """The marker words in the body."""
        return set(MARKERS.findall(self.body))

    @property
    def names(self) -> set[str]:
        """The people of `alpine` in the body."""
        return set(NAMES.findall(self.body))

    @property
    def is_html(self) -> bool:
        """Whether a page or a piece of one came."""
        return self.headers.get("Content-Type", "").startswith("text/html") and bool(self.body)

    @property
    def worked(self) -> bool:
        """Whether a form was sent and did what it is for."""
        is_led_away = self.got == SIGN_IN or self.part not in self.case.works_for
        return self.method == "post" and self.status in {200, 204, 302} and not is_led_away


_walked: dict[str, list[Answer]] = {}


def walk(part: str, make: Callable[[], World]) -> list[Answer]:
    """The answers to one part; asked once, whichever test comes first."""
    if part not in _walked:
        _walked[part] = list(ask_all(part, make(), CASES))
    return _walked[part]


def ask_all(part: str, world: World, cases: Sequence[Case]) -> Iterator[Answer]:
    """Ask each cell in a transaction that is taken back."""
    assert part in PARTS
    client = Client()
    if part != "anonymous":
        _settle(sign_in(client, world.cast[part]))
    cookies = client.cookies.output(header="", sep=";")
    # Thousands of lines about refusals, as they should be, would only cost time.
    logging.disable(logging.CRITICAL)
    for case in cases:
        yield from _ask_case(case, part, world, cookies)
    logging.disable(logging.NOTSET)


def _ask_case(case: Case, part: str, world: World, cookies: str) -> Iterator[Answer]:
    """What has to be there is made once for a case; every request is taken back to it."""
    browser = Client(raise_request_exception=False)
    browser.cookies.load(cookies)
    answers = []
    with transaction.atomic():
        case.before(world, part, browser)
        where = dict(case.where(world, part))
        prepared = browser.cookies.output(header="", sep=";")
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for method in METHODS:
            # A gate that asks how it is asked would show in what a page or a form answers.
            for is_fragment in (False, True) if method in {"get", "post"} else (False,):
                browser.cookies.clear()
                browser.cookies.load(prepared)
                answers.append(
                    _ask(case, part, method, world, browser, where, last, is_fragment=is_fragment)
                )
        transaction.set_rollback(True)
    yield from answers


def _settle(client: Client) -> None:
    """As if the person had been here a moment ago: neither visit nor session is due to be noted."""
    session = client.session
    session["began_at"] = session["seen_at"] = time.time()
    session.save()
    Membership.objects.update(last_seen_at=timezone.now())


def _ask(
    case: Case,
    part: str,
    method: str,
    world: World,
    browser: Client,
    where: dict[str, Any],
    last: int,
    *,
    is_fragment: bool,
) -> Answer:
    with transaction.atomic():
        asked: dict[str, Any] = {}
        if method == "post":
            asked = dict(case.send(world, part))
            last = _last_entry()  # what is sent may have been made with entries of its own
        elif method in {"get", "head"}:
            asked = dict(case.query(world, part))
        writes: list[str] = []
        with connection.execute_wrapper(_noting(writes)):
            response = _request(browser, method, case.name, where, asked, is_fragment=is_fragment)
            body = body_of(response)
        entries = ()
        if "shell_auditentry" in writes:
            rows = AuditEntry.objects.filter(pk__gt=last).order_by("pk")
            entries = tuple(rows.values_list("event", flat=True))
        answer = Answer(
            case=case,
            part=part,
            method=method,
            is_fragment=is_fragment,
            expected=case.expected(part, method),
            status=response.status_code,
            location=response.headers.get("HX-Redirect", response.headers.get("Location", "")),
            headers=dict(response.items()),
            body=body,
            entries=entries,
            writes=tuple(writes),
        )
        transaction.set_rollback(True)
    return answer


def _last_entry() -> int:
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _request(
    browser: Client,
    method: str,
    name: str,
    where: dict[str, Any],
    asked: dict[str, Any],
    *,
    is_fragment: bool,
) -> HttpResponseBase:
    # Where the person is while the fragment is asked for.
    here = "/o/alpine/users/" if "organization" in where else "/me/security/"
    headers = {
        "HX-Request": "true",
        "HX-Target": "main",
        "HX-Current-URL": f"http://testserver{here}",
    }
    ask = getattr(browser, method)
    response: HttpResponseBase = ask(
        reverse(name, kwargs=where or None),
        headers=headers if is_fragment else {},
        **({"data": asked} if asked else {}),
    )
    return response


def _noting(writes: list[str]) -> Callable[..., Any]:
    """Note what is written: `table`, or `table.column` of an update."""

    def wrapper(
        execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any
    ) -> Any:
        found = WRITING.match(str(sql).lstrip())
        if found:
            writes.append(".".join(part for part in found.groups()[1:] if part))
        return execute(sql, params, many, context)

    return wrapper


def body_of(response: HttpResponseBase) -> str:
    """The body of any response, streamed or not."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    return whole.decode("utf-8-sig", errors="replace")  # a picture is no text
