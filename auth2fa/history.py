"""A person's own log: what happened to their account, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auth2fa.models import User
from console.shell.models import AuditEntry

# Sign-in history is shown for six months.
SHOWN = timedelta(days=183)
PER_PAGE = 50
ADDRESS_TYPED, PROOF_ASKED = "sign_in", "proof"

_WHY_ENDED: Mapping[str, str | Promise] = {
    "signed_out": gettext_lazy("You signed out"),
    "by_owner": gettext_lazy("You ended a session from the list"),
    "idle": gettext_lazy("A session ended because nothing was done in it for too long"),
    "absolute": gettext_lazy("A session ended because it was 14 days old"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the page."""

    pk: int
    at: datetime
    sentence: str
    browser: str
    ip: str
    tone: str


def refusals_since(user: User, moment: datetime) -> int:
    """How many proofs of identity failed on this account since then."""
    return AuditEntry.objects.filter(
        person_id=user.pk, event="auth2fa.session.refused", created_at__gt=moment
    ).count()


def history_of(user: User, *, before: int | None = None) -> tuple[list[Happening], int | None]:
    """The newest 50 lines of six months, older than entry `before`; and where the next 50 begin."""
    rows = AuditEntry.objects.filter(
        person_id=user.pk, created_at__gt=timezone.now() - SHOWN
    ).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: PER_PAGE + 1])
    lines = [_line(entry) for entry in found[:PER_PAGE]]
    return lines, lines[-1].pk if len(found) > PER_PAGE else None


def _line(entry: AuditEntry) -> Happening:
    tell = _SENTENCES.get(entry.event)
    return Happening(
        pk=entry.pk,
        at=entry.created_at,
        sentence=tell(entry.before, entry.after) if tell else entry.event,
        browser=str(entry.after.get("browser", "")),
        ip=entry.ip or "",
        tone="danger" if entry.event == "auth2fa.session.refused" else "",
    )


def _began(_before: Any, after: Any) -> str:
    return _("Sign-in from a new place") if after.get("new_place") else _("Sign-in")


def _refused(_before: Any, after: Any) -> str:
    if after.get("tried") == PROOF_ASKED:
        return _("Wrong password when asked to confirm who you are")
    return _("Failed sign-in: wrong password")


def _others_ended(_before: Any, after: Any) -> str:
    return _("Other sessions ended: %(count)s") % {"count": after.get("count")}


def _address_changed(before: Any, after: Any) -> str:
    return _("E-mail address changed from %(old)s to %(new)s") % {
        "old": before.get("email"),
        "new": after.get("email"),
    }


def _says(sentence: str | Promise) -> Callable[[Any, Any], str]:
    return lambda _before, _after: str(sentence)


_SENTENCES: Mapping[str, Callable[[Any, Any], str]] = {
    "auth2fa.person.joined": _says(gettext_lazy("Account opened")),
    "auth2fa.person.changed": _says(gettext_lazy("Profile changed")),
    "auth2fa.alerts.changed": _says(gettext_lazy("Sign-in alerts changed")),
    "auth2fa.tour.ended": _says(gettext_lazy("Tour of the interface ended")),
    "auth2fa.session.began": _began,
    "auth2fa.session.refused": _refused,
    "auth2fa.session.ended": lambda _b, after: str(_WHY_ENDED.get(after.get("why"), "")),
    "auth2fa.session.others_ended": _others_ended,
    "auth2fa.password.changed": _says(gettext_lazy("Password changed")),
    "auth2fa.password.reset": _says(gettext_lazy("Password set anew through a letter")),
    "auth2fa.address.requested": _says(gettext_lazy("Change of e-mail address asked for")),
    "auth2fa.address.confirmed": _says(gettext_lazy("E-mail address confirmed")),
    "auth2fa.address.changed": _address_changed,
    "auth2fa.proof.given": _says(gettext_lazy("Confirmed with the password who you are")),
}
