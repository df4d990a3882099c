"""What the events of removing and leaving are called."""

from __future__ import annotations

from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from console.shell.moments import full
from orgs.roles import role_label


def _role(value: object) -> str | Promise:
    return role_label(str(value))


def _teams(value: object) -> str | Promise:
    names = [str(each["name"]) for each in value] if isinstance(value, list) else []
    return ", ".join(names) or _("none")


def _moment(value: object) -> str | Promise:
    at = parse_datetime(value) if isinstance(value, str) else value
    return full(at) if isinstance(at, datetime) else _("no")


def _chosen(value: object) -> str | Promise:
    chosen = value if isinstance(value, dict) else {}
    return ", ".join(f"{name}: {answer}" for name, answer in chosen.items()) or _("nothing asked")


_ENDED = {
    "role": (_("Role"), _role),
    "has_accounting": (_("Accounting right"), as_text),
    "teams": (_("Teams"), _teams),
    "suspended_at": (_("Suspended since"), _moment),
    "person_id": None,
    "choices": (_("What shall happen to the rest"), _chosen),
    "former": None,
}
name_event("orgs.member.removed", Named(_("Removed from the organization"), "user-x", _ENDED))
name_event("orgs.member.left", Named(_("Left the organization"), "log-out", _ENDED))
name_event(
    "orgs.member.forgotten",
    Named(_("Former rights forgotten"), "timer", {"removed_at": (_("Removed"), _moment)}),
)
