"""The list of transfers in, declared once."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as now_
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
from console.shell.moments import when
from console.shell.request import Request
from orgs.names import fold_for_search
from orgs.policy import decide
from products.models import IncomingTransfer, Product
from products.transfer_failures import failure_of

MAY = "products.product.renew"
State = IncomingTransfer.State


def _rows(found: list[Values], transfers: Listing[IncomingTransfer]) -> list[Row]:
    """Ready strings for a page. Whoever may order may start again what they see, unless it is
    blocked: only that is asked one by one."""
    actor = transfers.request.actor  # type: ignore[attr-defined]
    may = bool(decide(actor, MAY))
    blocked = Product.objects.visible_to(actor).filter(
        pk__in=[each["product"] for each in found], blocked_at__isnull=False
    )
    held = {each.pk for each in blocked if not decide(actor, MAY, each)} if may else set()
    again, products = now_("Start the transfer of %(name)s again"), _products(transfers)
    return [
        {
            "name": each["product__name"],
            "href": f"{products}{each['product']}/",
            "state": str(State(each["state"]).label),
            "is_failed": each["state"] == State.FAILED,
            "is_done": each["state"] == State.DONE,
            "what": _what(each),
            "restart": f"{products}{each['product']}/transfer/"
            if each["state"] == State.FAILED and may and each["product"] not in held
            else "",
            "again": again % {"name": each["product__name"]},
            "asked": when(each["asked_at"]),
            "by": each["asked_by_name"],
        }
        for each in found
    ]


def _what(each: Values) -> str:
    """Why it failed and what to do; nothing where nothing is to be done."""
    if each["state"] != State.FAILED:
        return ""
    failure = failure_of(each["failure_code"], each["failure_text"])
    return f"{failure.reason} {failure.advice}"


def _products(transfers: Listing[IncomingTransfer]) -> str:
    return transfers.base_url.removesuffix("transfers/")


TRANSFERS = ListPage[IncomingTransfer](
    name="transfer-table",
    fields=(
        "product",
        "product__name",
        "state",
        "failure_code",
        "failure_text",
        "asked_at",
        "asked_by_name",
    ),
    columns=(
        Column("name", _("Domain"), csv="product__name"),
        Column(
            "state",
            _("State"),
            sort=("state", "asked_at"),
            descends_first=True,
            csv=lambda each: str(State(each["state"]).label),
        ),
        Column("what", _("What to do"), csv=_what),
        Column("asked", _("Ordered"), sort="asked_at", descends_first=True, csv="asked_at"),
        Column("by", _("Ordered by"), csv="asked_by_name", only_in_csv=True),
    ),
    sort="-asked",
    search=Search("product__search_text", _("Domain contains"), fold=fold_for_search),
    filters=(
        Filter(
            "state",
            _("State"),
            _("Any state"),
            (
                Option("failed", _("Failed"), Q(state=State.FAILED)),
                Option("under_way", _("Under way"), Q(state__in=(State.ASKED, State.PENDING))),
                Option("done", _("Done"), Q(state=State.DONE)),
            ),
        ),
    ),
    rows=_rows,
    pattern=RowPattern("products/transfer_list.html#transfer-row"),
)


def read_transfers(
    request: Request, transfers: QuerySet[IncomingTransfer]
) -> Listing[IncomingTransfer]:
    """The list as the address asks for it."""
    return TRANSFERS.read(request, transfers, base_url=url_for(request, "products:transfer-list"))
