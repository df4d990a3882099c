"""The suspensions of an Organization as a list."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

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
from console.shell.request import Request
from orgs.models import Suspension, SuspensionQuerySet


def _rows(found: list[Values], listing: Listing[Suspension]) -> list[Row]:
    return [
        {
            "pk": each["pk"],
            "href": f"{listing.base_url}{each['pk']}/",
            "person": each["person_name"],
            "reason": each["reason"],
            "began_at": _moment(each["began_at"]),
            "began_by": each["began_by"],
            "is_running": each["lifted_at"] is None and each["membership_id"] is not None,
            "is_gone": each["lifted_at"] is None and each["membership_id"] is None,
            "lifted_at": _moment(each["lifted_at"]) if each["lifted_at"] else "",
            "lifted_by": each["lifted_by"],
        }
        for each in found
    ]


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "j M Y, H:i")  # type: ignore[arg-type]


SUSPENSIONS = ListPage[Suspension](
    name="suspension-table",
    fields=(
        "person_name",
        "reason",
        "began_at",
        "began_by",
        "lifted_at",
        "lifted_by",
        "membership_id",
    ),
    columns=(
        Column("person", _("Person"), csv="person_name"),
        Column("began", _("Suspended"), sort="began_at", descends_first=True, csv="began_at"),
        Column("by", _("By"), csv="began_by"),
        Column("reason", _("Reason"), csv="reason"),
        Column("lifted", _("Lifted"), csv="lifted_at"),
    ),
    sort="-began",
    search=Search("person_name", _("Name contains")),
    filters=(
        Filter(
            "state",
            _("State"),
            _("Any state"),
            (
                Option("running", _("Suspended"), Q(lifted_at=None, membership__isnull=False)),
                Option("lifted", _("Lifted"), Q(lifted_at__isnull=False)),
            ),
        ),
    ),
    rows=_rows,
    pattern=RowPattern("orgs/suspension_list.html#suspension-row"),
)


def read_suspensions(request: Request, rows: SuspensionQuerySet) -> Listing[Suspension]:
    """The newest first, as the address asks for it."""
    return SUSPENSIONS.read(request, rows, base_url=url_for(request, "orgs:suspension-list"))
