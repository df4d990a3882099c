"""What the apps say about e-mail: `@letter(event)` and `Letter`.

A letter is rendered where the change is made, in the recipient's language and time zone, and
becomes a row in the caller's transaction. The postman sends it (`console.shell.postman`).
"""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, models, transaction
from django.template import Context, Engine
from django.utils import timezone, translation
from psycopg.types.json import Jsonb

from console.shell.actor import Actor
from console.shell.doorbell import ring
from console.shell.models import AuditEntry, OutgoingLetter

# What a new letter is given, in the order of the statement; the rest begins as the model says.
_GIVEN = (
    "key", "event", "organization_id", "to", "to_name", "subject", "text", "html", "message_id",
    "guard", "due_at", "created_at",
)  # fmt: skip
_INSERT = """
INSERT INTO shell_outgoingletter (key, event, organization_id, "to", to_name, subject, text, html,
    message_id, guard, due_at, created_at, guard_arguments, state, attempts, last_error)
SELECT row.*, 'pending', 0, ''
FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::jsonb[]) AS row
ON CONFLICT (key) DO NOTHING
"""
SUBJECT_LENGTH = 300
NAME_LENGTH = 200


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person: which templates, with which values, in which language.

    `template` names `templates/letters/<template>.{subject.txt,txt,html}`. A letter that carries
    access (an invitation, a link) names a `guard`, which is asked again when it is sent.
    """

    to: str
    template: str
    context: Mapping[str, object] = field(default_factory=dict)
    language: str = "en"
    time_zone: str = "UTC"
    to_name: str = ""
    guard: str = ""
    guard_arguments: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Occasion:
    """What a writer is told: the entry just written, who did it, to what."""

    entry: AuditEntry
    actor: Actor
    subject: models.Model
    extra: Mapping[str, object]


Writer = Callable[[Occasion], Iterator[Letter]]
Guard = Callable[..., str]
_writers: dict[str, list[Writer]] = defaultdict(list)
_guards: dict[str, Guard] = {}


def letter(event: str) -> Callable[[Writer], Writer]:
    """Register the writer of the letters that `event` causes."""

    def register(writer: Writer) -> Writer:
        _writers[event].append(writer)
        return writer

    return register


def letter_guard(name: str) -> Callable[[Guard], Guard]:
    """Register what is asked right before a letter with `guard=name` leaves.

    The function takes the letter's `guard_arguments` by name and answers why the letter must
    not be sent any more, or an empty string.
    """

    def register(guard: Guard) -> Guard:
        _guards[name] = guard
        return guard

    return register


def objection(name: str, arguments: Mapping[str, object]) -> str:
    """Why a letter under this guard must not leave, or nothing; KeyError for an unknown guard."""
    return _guards[name](**arguments) if name else ""


def post(happened: Iterable[Occasion]) -> None:
    """Render and queue every letter of these events, in the caller's transaction.

    The same template reaches the same address once per entry, whoever else asks for it.
    """
    _queue(
        [
            _row(
                each,
                key=f"{about.entry.pk}:{each.template}:{each.to.lower()}",
                event=about.entry.event,
                organization_id=about.entry.organization_id,
            )
            for about in happened
            for write in _writers.get(about.entry.event, ())
            for each in write(about)
        ]
    )


def enqueue(
    letter: Letter, *, event: str, key: str = "", organization_id: int | None = None
) -> None:
    """Queue one letter that no audit entry causes: what allauth's adapter sends.

    `event` says in the outbox what it is about. `key` makes it unique (the same key is queued
    once, for good); without one every call queues a letter. Joins the caller's transaction;
    outside one the letter is queued at once.
    """
    unique = key or uuid.uuid4().hex
    row = _row(
        letter,
        key=f"{event}:{unique}:{letter.to.lower()}",
        event=event,
        organization_id=organization_id,
    )
    _queue([row])


def _queue(rows: list[OutgoingLetter]) -> None:
    if rows:
        _insert(rows)
        transaction.on_commit(ring, robust=True)


def _insert(rows: list[OutgoingLetter]) -> None:
    """One statement that is never put together: this runs in nearly every change."""
    columns = [[getattr(row, name) for row in rows] for name in _GIVEN]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [*columns, [Jsonb(row.guard_arguments) for row in rows]])


def _row(letter: Letter, *, key: str, event: str, organization_id: int | None) -> OutgoingLetter:
    """Raises ValueError for an address, a name or a subject that would break a header."""
    now = timezone.now()
    to, to_name = _recipient(letter)
    subject, text, html = _render(letter)
    return OutgoingLetter(
        key=key,
        event=event,
        organization_id=organization_id,
        to=to,
        to_name=to_name,
        subject=subject,
        text=text,
        html=html,
        message_id=_message_id(key, now),
        guard=letter.guard,
        guard_arguments=dict(letter.guard_arguments),
        due_at=now,
        created_at=now,
    )


def _recipient(letter: Letter) -> tuple[str, str]:
    """The address and the name that stand in the header; never two people, never a line."""
    try:
        validate_email(letter.to)
    except ValidationError:
        raise ValueError(f"not one e-mail address: {letter.to!r}") from None
    Address(display_name=letter.to_name)  # ValueError for CR or LF
    return letter.to, _printable(letter.to_name)[:NAME_LENGTH]


def _render(letter: Letter) -> tuple[str, str, str]:
    """Subject, text and HTML. What people wrote reaches the templates as values only and is
    never compiled; the text parts are not HTML-escaped, the HTML part is."""
    base = f"letters/{letter.template}"
    values = {
        **letter.context,
        "language": letter.language,
        "to_name": letter.to_name,
        "brand": {"name": settings.BRAND_NAME, "support_email": settings.BRAND_SUPPORT_EMAIL},
        "base_url": settings.BASE_URL.rstrip("/"),
    }
    with translation.override(letter.language), timezone.override(_zone(letter.time_zone)):
        subject = _fill(f"{base}.subject.txt", values, autoescape=False)
        text = _fill(f"{base}.txt", values, autoescape=False)
        html = _fill(f"{base}.html", {**values, "subject": subject.strip()}, autoescape=True)
    return _one_line(subject), text.strip() + "\n", html


def _fill(name: str, values: Mapping[str, object], *, autoescape: bool) -> str:
    template = Engine.get_default().get_template(name)
    return template.render(Context(dict(values), autoescape=autoescape))


def _one_line(subject: str) -> str:
    """The subject without the line break that ends its file; ValueError for any other."""
    subject = subject.strip()
    if len(subject.splitlines()) > 1:
        raise ValueError(f"a letter's subject is one line of text: {subject!r}")
    subject = _printable(subject)
    if len(subject) > SUBJECT_LENGTH:
        return subject[: SUBJECT_LENGTH - 1] + "…"
    return subject


def _printable(line: str) -> str:
    """A bell or an escape in a name is no reason for a mail server to refuse the letter."""
    return "".join(each for each in line if unicodedata.category(each) not in {"Cc", "Cs"})


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _message_id(key: str, written_at: datetime) -> str:
    """Stored with the row, so that a second sending is recognized as the same letter. The time
    is in it because keys start again when a database is made anew."""
    digest = hashlib.sha256(f"{key} {written_at.isoformat()}".encode()).hexdigest()
    return f"<{digest[:40]}@{settings.LETTER_DOMAIN}>"
