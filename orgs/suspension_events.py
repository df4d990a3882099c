"""What the events of a suspension are called."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from console.shell.moments import full
from orgs.following import channel_label

ANSWERS: dict[bool | None, str | Promise] = {
    True: _("closed"),
    False: _("open"),
    None: _("not observed"),
}


def _moment(value: object) -> str | Promise:
    at = parse_datetime(value) if isinstance(value, str) else value
    return full(at) if isinstance(at, datetime) else as_text(value)


def _ways_in(value: object) -> str | Promise:
    """What each way in answered when it was tested."""
    seen = value if isinstance(value, dict) else {}
    return ", ".join(f"{channel_label(name)}: {ANSWERS[seen[name]]}" for name in seen) or "–"


_VALUES = {
    "suspended_at": (_("Suspended since"), _moment),
    "suspended_by": (_("Suspended by"), as_text),
    "suspended_because": (_("Reason"), as_text),
    "suspension": (_("Number of the suspension"), as_text),
}
name_event("orgs.member.suspended", Named(_("Suspended"), "ban", _VALUES))
name_event("orgs.member.lifted", Named(_("Suspension lifted"), "lock-open", _VALUES))
name_event(
    "orgs.member.suspension_checked",
    Named(_("Suspension tested"), "shield-check", {"channels": (_("Ways in"), _ways_in)}),
)
name_event(
    "orgs.member.procedure_sent",
    Named(_("Asked to secure the account"), "send", {"to": (_("To"), as_text)}),
)
