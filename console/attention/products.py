"""What needs somebody among products: what is being lost, what soon may be, what is held up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from console.attention.line import Attention
from console.shell.http import url_for
from console.shell.lists import Total, count_each_up_to_cap
from console.shell.request import Request
from orgs.policy import decide
from products.models import ProductQuerySet
from products.product_rows import SOON
from products.reach import seen_products

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind: which products, as the list of products says it in its address (`query`); the
    title for a single one names it."""

    icon: str
    tone: str
    query: str
    which: Callable[[], Q]
    title_of_one: Promise
    title: Callable[[int], str]
    text: str | Promise


def _soon() -> Q:
    now = timezone.now()
    # As the row in the list has it: what is kept elsewhere or has ended is renewed by nobody here.
    return Q(expires_at__gt=now, expires_at__lte=now + SOON, auto_renew=False, status="active")


def _status(status: str) -> Callable[[], Q]:
    return lambda: Q(status=status)


TROUBLES: tuple[Trouble, ...] = (
    Trouble(
        "timer",
        "danger",
        "?status=redemption",
        _status("redemption"),
        _("%(name)s is in redemption"),
        lambda count: ngettext(
            "%(count)s domain is in redemption", "%(count)s domains are in redemption", count
        ),
        _("It can still be restored, for a fee; afterwards anybody may register the name."),
    ),
    Trouble(
        "alert",
        "danger",
        "?status=transfer_failed",
        _status("transfer_failed"),
        _("The transfer of %(name)s failed"),
        lambda count: ngettext("%(count)s transfer failed", "%(count)s transfers failed", count),
        _("The page of the domain says why, and starts it again without paying again."),
    ),
    Trouble(
        "pause",
        "danger",
        "?status=suspended",
        _status("suspended"),
        _("%(name)s is suspended"),
        lambda count: ngettext(
            "%(count)s product is suspended", "%(count)s products are suspended", count
        ),
        _("Unpaid: it does not run. Renew it, or it is terminated in the end."),
    ),
    Trouble(
        "timer",
        "danger",
        "?status=expired",
        _status("expired"),
        _("%(name)s has expired"),
        lambda count: ngettext(
            "%(count)s product has expired", "%(count)s products have expired", count
        ),
        _("For a while it can be renewed as before."),
    ),
    Trouble(
        "clock",
        "warn",
        f"?expires={SOON // timedelta(days=1)}&renewal=manual&status=active",
        _soon,
        _("%(name)s runs out within 30 days, and nothing renews it"),
        lambda count: ngettext(
            "%(count)s product runs out within 30 days, and nothing renews it",
            "%(count)s products run out within 30 days, and nothing renews them",
            count,
        ),
        _("Renew by hand, or switch the automatic renewal on in time."),
    ),
    Trouble(
        "x",
        "",
        "?status=pending_delete",
        _status("pending_delete"),
        _("%(name)s is about to be deleted"),
        lambda count: ngettext(
            "%(count)s domain is about to be deleted",
            "%(count)s domains are about to be deleted",
            count,
        ),
        _("Nothing brings it back; once it is released, anybody may register it."),
    ),
    Trouble(
        "ban",
        "",
        "?management=blocked",
        lambda: Q(blocked_at__isnull=False),
        _("The management of %(name)s is blocked"),
        lambda count: ngettext(
            "The management of %(count)s product is blocked",
            "The management of %(count)s products is blocked",
            count,
        ),
        _("Only administrators change anything until it is opened again."),
    ),
)
"""The worst first. Each has its filter in the list of products."""


def products(request: Request) -> Iterator[Attention]:
    """Among those that the person may see; two queries, whatever there is."""
    if not decide(request.actor, "products.product.list"):
        return
    rows = trouble_rows(request)
    totals = count_each_up_to_cap(rows, request)
    there = [
        (trouble, found, total)
        for trouble, found, total in zip(TROUBLES, rows, totals, strict=True)
        if total
    ]
    named = _named([(trouble.query, found) for trouble, found, _total in there])
    href = url_for(request, "products:product-list")
    for trouble, _found, total in there:
        yield _line(trouble, total, href, named[trouble.query])


def trouble_rows(request: Request) -> list[ProductQuerySet]:
    """The products of each kind; the same ones throughout a request, whoever counts them."""
    known: dict[str, list[ProductQuerySet]] = vars(request)
    if "_trouble_rows" not in known:
        seen = seen_products(request)
        known["_trouble_rows"] = [seen.filter(each.which()) for each in TROUBLES]
    return known["_trouble_rows"]


def _line(trouble: Trouble, total: Total, href: str, first: Sequence[tuple[int, str]]) -> Attention:
    if len(first) == 1:
        pk, name = first[0]
        return Attention(
            trouble.icon,
            str(trouble.title_of_one) % {"name": name},
            trouble.text,
            f"{href}{pk}/",
            _("Look at it"),
            trouble.tone,
        )
    return Attention(
        trouble.icon,
        trouble.title(total.count) % {"count": total},
        trouble.text,
        f"{href}{trouble.query}",
        _("Look at them"),
        trouble.tone,
        things=[(name, f"{href}{pk}/") for pk, name in first],
        has_more=total.count > len(first),
    )


def _named(kinds: Sequence[tuple[str, ProductQuerySet]]) -> dict[str, list[tuple[int, str]]]:
    """The first few of each kind, by name, in one statement."""
    found: dict[str, list[tuple[int, str]]] = {key: [] for key, _rows in kinds}
    parts = [
        rows.annotate(kind=Value(key, CharField()))
        .order_by("sort_name", "id")
        .values_list("kind", "pk", "name")[:MOST_NAMED]
        for key, rows in kinds
    ]
    if parts:
        first, *others = parts
        for key, pk, name in first.union(*others, all=True):
            found[key].append((pk, name))
    return found
