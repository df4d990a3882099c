"""The list of moves between Organizations, as either side reads it; declared once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
    csv_response,
)
from console.shell.lists.search import MAX_WORDS
from console.shell.moments import day, when
from console.shell.request import Request
from console.shell.templatetags.shell import state
from products.models import Move, MoveItem
from products.models.moves import NOT_ANSWERED
from products.moving.standing import READ, Standing, may_still_offer, read_standing

MOST_NAMED = 3
# The drawing of a state, and its color.
SHAPES = {
    Standing.OPEN: ("wait", "accent"),
    Standing.ACCEPTED: ("ok", ""),
    Standing.REFUSED: ("fail", "danger"),
    Standing.WITHDRAWN: ("delete", "ink"),
    Standing.EXPIRED: ("soon", "warn"),
    Standing.VOID: ("fail", "danger"),
}
# What nobody answered: whoever offered takes it back, so that it is out of the way.
WITHDRAWABLE = {Standing.OPEN, Standing.EXPIRED, Standing.VOID}


def _rows(found: list[Values], moves: Listing[Move]) -> list[Row]:
    """Ready strings for a page; the names of all its products in one query."""
    here = moves.request.actor.here  # type: ignore[attr-defined]
    names: defaultdict[int, list[str]] = defaultdict(list)
    items = MoveItem.objects.filter(move__in=[each["pk"] for each in found]).order_by("pk")
    for move, name in items.values_list("move_id", "product_name"):
        names[move].append(name)
    return [_row(each, names[each["pk"]], here, moves.base_url) for each in found]


def _row(each: Values, names: list[str], here: int, base_url: str) -> Row:
    standing, is_incoming = read_standing(each), each["organization"] != here
    shape, tone = SHAPES[standing]
    address, more = f"{base_url}{each['pk']}/", len(names) - MOST_NAMED
    first = ", ".join(names[:MOST_NAMED])
    return {
        "names": first,
        "more": ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        if more > 0
        else "",
        "side": _side(each, is_incoming=is_incoming),
        "state": state(shape, standing.label, tone),
        "until": day(each["expires_at"]) if standing == Standing.OPEN else "",
        "ended_by": "" if standing == Standing.OPEN else each["ended_by"],
        "offered": when(each["created_at"]),
        "by": each["offered_by_name"],
        "answer": address if is_incoming and standing == Standing.OPEN else "",
        "look": now_("Look at the offer of %(name)s") % {"name": each["organization__name"]},
        "withdraw": f"{address}withdraw/" if standing in WITHDRAWABLE and not is_incoming else "",
        "take_back": now_("Withdraw the offer of %(name)s") % {"name": first},
    }


def _side(each: Values, *, is_incoming: bool) -> str:
    if is_incoming:
        return now_("from %(name)s") % {"name": each["organization__name"]}
    if whom := each["receiver__name"] or each["email"]:
        return now_("to %(name)s") % {"name": whom}
    return now_("to whoever has the link")


class _ProductsAndOfferer(Search):
    """Every word in the name of one of the products, or of whoever offered them. An Organization
    has few moves, so no column copies the names of what may be a hundred products."""

    def condition(self, text: str) -> Q:
        condition = Q()
        for word in self.fold(text).split(" ")[:MAX_WORDS]:
            named = MoveItem.objects.filter(move=OuterRef("pk"), product_name__icontains=word)
            condition &= Q(offered_by_name__icontains=word) | Q(Exists(named))
        return condition


def _states(request: HttpRequest) -> Iterator[Option]:
    """As the rows have them: an offer of somebody who may no longer make it waits for nobody."""
    live = NOT_ANSWERED & Q(expires_at__gt=Now())
    yield Option("waiting", Standing.OPEN.label, live & may_still_offer())
    yield Option("accepted", Standing.ACCEPTED.label, Q(accepted_at__isnull=False))
    yield Option("refused", Standing.REFUSED.label, Q(refused_at__isnull=False))
    yield Option("withdrawn", Standing.WITHDRAWN.label, Q(withdrawn_at__isnull=False))
    yield Option("expired", Standing.EXPIRED.label, NOT_ANSWERED & Q(expires_at__lte=Now()))
    yield Option("void", Standing.VOID.label, live & ~may_still_offer())


def _sides(request: HttpRequest) -> Iterator[Option]:
    here = request.actor.here  # type: ignore[attr-defined]
    yield Option("in", now_("Offered to us"), Q(receiver=here))
    yield Option("out", now_("Offered by us"), Q(organization=here))


MOVES = ListPage[Move](
    name="move-table",
    fields=(
        "pk",
        "organization",
        "organization__name",
        "receiver__name",
        "email",
        "created_at",
        "offered_by_name",
        "ended_by",
        *READ,
    ),
    columns=(
        Column("names", _("Products")),
        Column("side", _("From or to")),
        Column("state", _("State")),
        Column("offered", _("Offered"), sort="created_at", descends_first=True),
        Column("what", _("What to do")),
    ),
    sort="-offered",
    search=_ProductsAndOfferer("offered_by_name", _("Product or offered by")),
    filters=(
        Filter("state", _("State"), _("Any state"), _states),
        Filter("side", _("Direction"), _("Both directions"), _sides),
    ),
    rows=_rows,
    pattern=RowPattern("products/move_list.html#move-row"),
)


_NAMES = MoveItem.objects.filter(move=OuterRef("pk")).order_by("pk").values("product_name")


def move_csv(request: Request, moves: QuerySet[Move]) -> StreamingHttpResponse:
    """The same offers as a file, with the names of all products of each."""
    here = request.actor.here

    def side(each: Values) -> str:
        return _side(each, is_incoming=each["organization"] != here)

    listing = read_moves(request, moves)
    listing.declaration = replace(listing.declaration, beside={"names": ArraySubquery(_NAMES)})
    columns = [
        Column("names", _("Products"), csv=lambda each: ", ".join(each["names"])),
        Column("side", _("From or to"), csv=side),
        Column("state", _("State"), csv=lambda each: str(read_standing(each).label)),
        Column("ended_by", _("Answered by"), csv="ended_by"),
        Column("until", _("Valid until"), csv="expires_at"),
        Column("offered", _("Offered"), csv="created_at"),
        Column("by", _("Offered by"), csv="offered_by_name"),
    ]
    return csv_response(listing, columns, name=f"{request.organization.slug}-moves")


def read_moves(request: Request, moves: QuerySet[Move]) -> Listing[Move]:
    """The list as the address asks for it."""
    return MOVES.read(request, moves, base_url=url_for(request, "products:move-list"))
