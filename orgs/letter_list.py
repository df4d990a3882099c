"""The letters that this Organization's events caused, and where each of them is.

Whom and when, never what stands in them: a letter may carry a link that is its recipient's alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from console.shell.events import name_of
from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Filter,
    Listing,
    ListPage,
    Option,
    Row,
    RowPattern,
    Search,
    Values,
)
from console.shell.models import OutgoingLetter, OutgoingLetterQuerySet
from console.shell.request import Request

State = OutgoingLetter.State
# An undeliverable letter older than this is history: nobody is reminded of it.
RECENT = timedelta(days=30)


def is_recent() -> Q:
    """Letters written since."""
    return Q(created_at__gt=timezone.now() - RECENT)


def _written(request: HttpRequest) -> Iterator[Option]:
    words = ngettext("In the last %(days)d day", "In the last %(days)d days", RECENT.days)
    yield Option(str(RECENT.days), words % {"days": RECENT.days}, is_recent())


def _rows(found: list[Values], letters: Listing[OutgoingLetter]) -> list[Row]:
    again = now_("Send the letter to %(address)s again")
    states = {state.value: str(state.label) for state in State}
    return [
        {
            "pk": each["pk"],
            "to": each["to"],
            "subject": each["subject"],
            "event": str(name_of(each["event"]).label),
            "at": date_format(timezone.localtime(each["created_at"]), "j M Y, H:i"),
            "state": states[each["state"]],
            "is_sent": each["state"] == State.SENT,
            "is_dead": each["state"] == State.DEAD,
            "is_skipped": each["state"] == State.SKIPPED,
            "error": each["last_error"] if each["state"] != State.SENT else "",
            "again": f"{letters.base_url}{each['pk']}/resend/",
            "again_label": again % {"address": each["to"]},
        }
        for each in found
    ]


LETTERS = ListPage[OutgoingLetter](
    name="letter-table",
    fields=("to", "subject", "event", "state", "last_error", "created_at"),
    columns=(
        Column("to", _("To"), csv="to"),
        Column("subject", _("Subject"), csv="subject"),
        Column("state", _("State"), csv=lambda each: str(State(each["state"]).label)),
        Column("at", _("Written"), sort="created_at", descends_first=True, csv="created_at"),
        Column("again", _("Actions"), css="c-act", quiet=True),
    ),
    sort="-at",
    search=Search("to", _("Address contains")),
    filters=(
        Filter(
            "state",
            _("State"),
            _("Any state"),
            (
                Option("dead", State.DEAD.label, Q(state=State.DEAD)),
                Option("waiting", _("On the way"), Q(state__in=[State.PENDING, State.SENDING])),
                Option("sent", State.SENT.label, Q(state=State.SENT)),
                Option("skipped", State.SKIPPED.label, Q(state=State.SKIPPED)),
            ),
        ),
        Filter("written", _("Written"), _("At any time"), _written),
    ),
    rows=_rows,
    pattern=RowPattern("orgs/letter_list.html#letter-row"),
)


def read_letters(request: Request, letters: OutgoingLetterQuerySet) -> Listing[OutgoingLetter]:
    """The newest first, as the address asks for it."""
    return LETTERS.read(request, letters, base_url=url_for(request, "orgs:letter-list"))
