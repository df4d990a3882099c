"""The list of products, declared once, and its CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

from django.db.models import Q
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Filter,
    Listing,
    ListPage,
    Option,
    RowPattern,
    Search,
    Values,
    csv_response,
    selected_ids,
)
from console.shell.request import Request
from orgs.names import fold_for_search
from products.catalog.types import catalog
from products.expiring import Month
from products.models import Product, ProductQuerySet, Tag
from products.product_choices import NAMING, TABLE, holders, levels, people_and_teams, tags
from products.product_rows import TAGS, product_rows, tags_of
from products.reach import seen_products

_PATTERN = RowPattern("products/product_list.html#product-row")
WITHIN_DAYS = (14, 30, 60, 90, 365)
# What never runs out is sorted after everything that does.
NO_EXPIRY = datetime(2999, 1, 1, tzinfo=UTC)


@cache
def _types_in(language: str | None) -> list[Option]:
    """In the language that is active: every page has them, so they are made once."""
    types = catalog().types.values()
    return [Option(each.slug, str(each.plural), Q(type=each.slug)) for each in types]


def _types(request: HttpRequest) -> list[Option]:
    """Every type of the catalog; what the actor cannot see is found nowhere anyway."""
    return _types_in(get_language())


@cache
def _statuses_in(language: str | None) -> list[Option]:
    statuses = catalog().statuses.values()
    return [Option(each.slug, str(each.label), Q(status=each.slug)) for each in statuses]


def _statuses(request: HttpRequest) -> list[Option]:
    return _statuses_in(get_language())


def _expiries(request: HttpRequest) -> Iterator[Option]:
    now = timezone.now()
    for days in WITHIN_DAYS:
        words = ngettext("Within %(days)d day", "Within %(days)d days", days) % {"days": days}
        until = Q(expires_at__gt=now, expires_at__lte=now + timedelta(days=days))
        yield Option(str(days), words, until)
    yield Option("past", _("In the past"), Q(expires_at__lte=now))
    # Where the address names a month (the chart of the home page), it can be chosen too.
    month = Month.of(request.GET.get("expires", ""))
    if month is not None:
        yield Option(month.value, _("In %(month)s") % {"month": month.name}, month.condition)


def _status_words(each: Values) -> str:
    return str(catalog().statuses[each["status"]].label)


def _type_words(each: Values) -> str:
    return str(catalog().types[each["type"]].label)


def _tag_words(each: Values) -> str:
    """Parted as an import reads them; each is its color, a space and its name."""
    return "|".join(str(borne).partition(" ")[2] for borne in each["tags"])


def _renewal_words(each: Values) -> str:
    return now_("yes") if each["auto_renew"] else now_("no")


PRODUCTS = ListPage[Product](
    name=TABLE,
    fields=("name", "type", "status", "expires_at", "auto_renew", "blocked_at"),
    columns=(
        Column("tick", _("Select"), css="c-tick", quiet=True),
        Column("name", _("Name"), sort="sort_name", csv="name"),
        Column("type", _("Type"), sort=("type", "sort_name"), csv=_type_words),
        Column("state", _("State"), sort=("status", "sort_name"), csv=_status_words),
        Column("tags", _("Tags"), csv=_tag_words),
        Column(
            "expires",
            _("Expires"),
            sort="expires_at",
            empty_as=NO_EXPIRY,
            csv="expires_at",
        ),
        Column("menu", _("Actions"), css="c-act", quiet=True),
    ),
    sort="name",
    search=Search("search_text", _("Name or identifier contains"), fold=fold_for_search),
    filters=(
        Filter("type", _("Type"), _("All types"), _types),
        Filter("status", _("State"), _("Any state"), _statuses),
        Filter("expires", _("Expires"), _("Any expiry"), _expiries),
        Filter("tag", _("Tag"), _("Any tag"), tags),
        Filter(
            "management",
            _("Management"),
            _("Blocked or not"),
            (
                Option("blocked", _("Blocked"), Q(blocked_at__isnull=False)),
                Option("open", _("Not blocked"), Q(blocked_at=None)),
            ),
        ),
        Filter(
            "renewal",
            _("Renewal"),
            _("Any renewal"),
            (
                Option("automatic", _("Renewed automatically"), Q(auto_renew=True)),
                Option("manual", _("Renewed by hand"), Q(auto_renew=False)),
            ),
        ),
        Filter(
            "payer",
            _("Payer"),
            _("Any payer"),
            (
                Option("own", _("Paid by this organization"), Q(payer=None)),
                Option("other", _("Paid by somebody else"), Q(payer__isnull=False)),
            ),
        ),
        Filter("holder", _("Holder"), _("Any holder"), holders),
        Filter("access", _("Access"), _("Anybody’s access"), people_and_teams),
        Filter("level", _("Access level"), _("Seen or managed"), levels),
    ),
    rows=product_rows,
    pattern=_PATTERN,
    beside={"tags": TAGS},
)
# What a file has beside what the table shows: with it, an import of the file makes the same again.
IN_FILE = (
    Column("holder", _("Holder"), csv="holder_name"),
    Column("renewal", _("Renewed automatically"), csv=_renewal_words),
    Column("blocked", _("Management blocked since"), csv="blocked_at"),
)


def read_products(request: Request, products: ProductQuerySet | None = None) -> Listing[Product]:
    """The list as the address asks for it, over all that the actor sees or some of it.

    Raises `Http404` where a filter names a row that the actor cannot see.
    """
    rows = seen_products(request) if products is None else products
    url = url_for(request, "products:product-list")
    listing = PRODUCTS.read(request, rows, base_url=url, is_part=products is not None)
    if not NAMING.isdisjoint(request.GET):
        _ = listing.chosen
    return listing


def changed_row(
    request: Request, product: Product, *, tags: Sequence[Tag] | None = None
) -> SafeString:
    """The row of a product that was just changed; with `tags`, without asking which it bears."""
    listing = read_products(request, Product.objects.none())
    values = {name: getattr(product, name) for name in listing.declaration.fields}
    borne = tags_of(product) if tags is None else [f"{tag.hue} {tag.name}" for tag in tags]
    return _PATTERN.render(product_rows([{**values, "pk": product.pk, "tags": borne}], listing))


def product_csv(request: Request) -> StreamingHttpResponse:
    """The same rows as a file; with ticks in the address, only those."""
    chosen = selected_ids(request)
    seen = seen_products(request)
    listing = read_products(
        request, (seen.filter(pk__in=chosen) if chosen else seen).with_holder_names()
    )
    columns = [*PRODUCTS.columns, *IN_FILE]
    return csv_response(listing, columns, name=f"{request.organization.slug}-products")
