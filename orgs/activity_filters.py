"""What the log can be narrowed by: person, event, object, days, and free text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.lookups import IContains
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from console.shell.events import all_names, name_of
from console.shell.lists import Filter, Option, Search
from console.shell.lists.search import MAX_WORDS
from console.shell.models import AuditEntry
from console.shell.request import Request
from orgs.log_heads import EVENT
from orgs.models import Membership

# Entries that free text is looked for in, the newest; a longer log would take too long.
SEARCHED = 10_000
# People in the select; in a larger Organization a person's page leads to their activity.
MOST_PEOPLE = 200
# What goes to people's own logs, and what is a letter and no entry.
_ELSEWHERE = ("auth2fa.", EVENT)
_TEXT = Concat(
    *(
        part
        for column in (
            F("actor_name"),
            F("on_behalf_of"),
            F("subject_name"),
            Cast("before", TextField()),
            Cast("after", TextField()),
        )
        for part in (column, Value(" "))
    ),
    output_field=TextField(),
)


@dataclass(frozen=True, slots=True)
class LogSearch(Search):
    """Free text over names, values before and after, and what events are called."""

    def condition(self, text: str) -> Q:
        """Entries of the newest SEARCHED that contain every word."""
        found = Q()
        for word in text.split(" ")[:MAX_WORDS]:
            called = [
                event
                for event, named in all_names().items()
                if word.casefold() in str(named.label).casefold()
            ]
            found &= Q(IContains(_TEXT, word)) | Q(event__in=called)
        return found


def _events(request: HttpRequest) -> Iterator[Option]:
    named = ((event, str(name.label)) for event, name in all_names().items())
    for event, label in sorted(named, key=lambda each: each[1].casefold()):
        if not event.startswith(_ELSEWHERE):
            yield Option(event, label, Q(event=event))


def _people(request: Request) -> Iterator[Option]:
    asked = _number(request.GET.get("person", ""))
    found: dict[int, str] = {}
    if request.headers.get("HX-Target") != "activity-log":
        members = Membership.objects.visible_to(request.actor).order_by("sort_name")
        pairs = list(members.values_list("user_id", "user__full_name")[: MOST_PEOPLE + 1])
        found = dict(pairs) if len(pairs) <= MOST_PEOPLE else {}
    if asked and asked not in found:
        found.update(_somebody(request, asked))
    for pk, name in found.items():
        yield Option(str(pk), name, Q(actor_id=pk) | Q(about_id=pk))


def _somebody(request: Request, pk: int) -> dict[int, str]:
    """A person by the name that the log has last; nobody that it does not speak of."""
    entries = AuditEntry.objects.visible_to(request.actor).order_by("-number")
    about = entries.filter(about_id=pk).values_list("subject_name", flat=True).first()
    by = entries.filter(actor_id=pk).values_list("actor_name", flat=True)
    name = about or by.first()
    return {pk: name} if name else {}


def _object(request: Request) -> Iterator[Option]:
    asked = request.GET.get("object", "")
    subject_type, _colon, number = asked.rpartition(":")
    pk = _number(number)
    if not subject_type or len(subject_type) > 80 or "\x00" in subject_type or pk is None:
        return
    about = Q(subject_type=subject_type, subject_id=pk)
    entries = AuditEntry.objects.visible_to(request.actor).filter(about).order_by("-number")
    name = entries.values_list("subject_name", flat=True).first()
    if name is not None:
        yield Option(asked, name, about)


def _from(request: HttpRequest) -> Iterator[Option]:
    day = _day(request.GET.get("from", ""))
    if day:
        yield Option(day.isoformat(), date_format(day), Q(created_at__gte=_begin(day)))


def _to(request: HttpRequest) -> Iterator[Option]:
    day = _day(request.GET.get("to", ""))
    if day:
        end = _begin(day + timedelta(days=1))
        yield Option(day.isoformat(), date_format(day), Q(created_at__lt=end))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and 1970 <= day.year <= 9000 else None


def _begin(day: date) -> datetime:
    """The first moment of a day in the person's zone."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _entry(request: HttpRequest) -> Iterator[Option]:
    number = _number(request.GET.get("number", ""))
    if number:
        yield Option(str(number), str(number), Q(number=number))


FILTERS = (
    Filter("event", _("Event"), _("Any event"), _events),
    Filter("person", _("Person"), _("Anybody"), _people),  # type: ignore[arg-type]
    Filter("object", _("About"), _("Anything"), _object),  # type: ignore[arg-type]
    Filter("number", _("No."), _("Any number"), _entry),
    Filter("from", _("From"), _("From the beginning"), _from),
    Filter("to", _("Until"), _("Until today"), _to),
)


def event_label(row: dict[str, object]) -> str:
    """What an entry's event is called, for a file."""
    return str(name_of(str(row["event"])).label)
