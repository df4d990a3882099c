"""The activity page's list, its file, and the head of the log."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.chain import SHORT
from console.shell.events import changes
from console.shell.http import url_for
from console.shell.lists import Column, Listing, ListPage, Row, Values, csv_response
from console.shell.models import AuditEntry, ChainHead
from console.shell.request import Request
from orgs import activity_filters
from orgs.activity import FIELDS, line
from orgs.activity_filters import FILTERS, LogSearch, event_label
from orgs.activity_objects import pages_of
from orgs.undo import can_be_undone


def _rows(found: list[Values], log: Listing[AuditEntry]) -> list[Row]:
    """Ready strings for a page of entries, with one query for all the objects they lead to."""
    request: Request = log.request  # type: ignore[assignment]
    objects = pages_of(request, [(row["subject_type"], row["subject_id"]) for row in found])
    undo, same = now_("Undo: %(what)s, %(subject)s"), now_("All about this: %(subject)s")
    rows = []
    for row in found:
        about = (row["subject_type"], row["subject_id"])
        is_undoable = not row["undone_by"] and can_be_undone(request.actor, row["event"])
        # Labels of the links, for who hears them one by one.
        made = line(
            row,
            {
                "href": objects.get(about, ""),
                "same": log.url(object=f"{about[0]}:{about[1]}") if about[1] else "",
                "same_label": same % {"subject": row["subject_name"]},
                "undone_by": row["undone_by"],
                "head": row["head"],
                "undo": f"{log.base_url}{row['number']}/undo/" if is_undoable else "",
            },
        )
        if is_undoable:
            made["undo_label"] = undo % {"what": made["what"], "subject": made["subject"]}
        rows.append(made)
    return rows


def _changed(row: Values) -> str:
    """What changed, in one cell."""
    words = []
    for each in changes(row["event"], row["before"], row["after"]):
        values = {"label": each.label, "before": each.before, "after": each.after}
        pattern = (
            _("%(label)s: %(before)s → %(after)s") if each.before else _("%(label)s: %(after)s")
        )
        words.append(str(pattern) % values)
    return "; ".join(words)


ACTIVITY = ListPage[AuditEntry](
    name="activity-log",
    fields=(*FIELDS, "undone_by", "head"),
    columns=(
        Column("number", _("Number"), sort="number", descends_first=True, csv="number"),
        Column("at", _("Time"), csv="created_at"),
        Column("event", _("Event"), csv=event_label),
        Column("subject", _("About"), csv="subject_name"),
        Column("changes", _("Changes"), csv=_changed),
        Column("who", _("By"), csv="actor_name"),
        Column("on_behalf_of", _("On behalf of"), csv="on_behalf_of"),
        Column("ip", _("IP address"), csv="ip"),
        Column("undoes", _("Undoes number"), csv="undoes"),
    ),
    sort="-number",
    search=LogSearch("", _("Name or value contains")),
    filters=FILTERS,
    rows=_rows,
)


def read_activity(request: Request, entries: QuerySet[AuditEntry]) -> Listing[AuditEntry]:
    """The log as the address asks for it, newest first."""
    later = entries.filter(undoes=OuterRef("number")).order_by("number")
    if request.GET.get("q"):
        head = _heads(request.actor).first()
        entries = entries.filter(
            number__gt=(head.number if head else 0) - activity_filters.SEARCHED
        )
    # Read along with the entries: what undid each, and where the log stands.
    heads = _heads(request.actor).values(head=JSONObject(number="number", hash="hash"))
    read = entries.annotate(undone_by=Subquery(later.values("number")[:1]), head=Subquery(heads))
    return ACTIVITY.read(request, read, base_url=url_for(request, "orgs:activity-list"))


def activity_csv(request: Request, entries: QuerySet[AuditEntry]) -> StreamingHttpResponse:
    """What the page shows, all its pages, as a file."""
    return csv_response(
        read_activity(request, entries), name=f"{request.organization.slug}-activity"
    )


def head_of(listing: Listing[AuditEntry]) -> dict[str, str] | None:
    """The last entry of the log as people compare it: number and the first part of its hash."""
    if listing.rows:
        number, digest = listing.rows[0]["head"]["number"], listing.rows[0]["head"]["hash"]
    else:
        request: Request = listing.request  # type: ignore[assignment]
        head = _heads(request.actor).first()
        if head is None or not head.number:
            return None
        number, digest = head.number, head.hash
    shown = number_format(number, use_l10n=True, force_grouping=True)
    return {"number": shown, "hash": digest[:SHORT]}


def _heads(actor: Actor) -> QuerySet[ChainHead]:
    return ChainHead.objects.filter(organization_id=actor.here, person_id=None)
