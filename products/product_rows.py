"""A row of the list of products: ready strings, made for a whole page at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from console.shell.icons import icon as draw
from console.shell.lists import Listing, Row, Values
from products.catalog.types import catalog
from products.models import Product, ProductTag

# An expiry is worth a look from here on, unless it renews by itself.
SOON = timedelta(days=30)
TAGS_SHOWN = 2
# The lifeline of a row, in percent: a year up to the due date, then sixty days.
_YEAR_WIDE, _LATE_WIDE = 75, 25
# A year in 15 steps: nobody sees finer ones, and rows that are drawn alike weigh less.
_STEP = 5
_YEAR, _LATE = timedelta(days=365), timedelta(days=60)


def product_rows(found: list[Values], products: Listing[Product]) -> list[Row]:
    """Everything that a row shows."""
    now, zone, language = timezone.now(), timezone.get_current_timezone(), get_language()
    untagged = _("Tags")
    # What rows share is put into words once for the page.
    type_of, state_of, tone_of, labels = (
        cache(_type_of),
        cache(_state_of),
        cache(_tone_of),
        cache(_labels),
    )
    rows = []
    for each in found:
        name, expires = each["name"], each["expires_at"]
        stem, tags, soon = _stem(each), tuple(each["tags"]), is_soon(each, now)
        rows.append(
            {
                "pk": each["pk"],
                "name": stem,
                "ending": name[len(stem) :],
                "type": type_of(each["type"]),
                "state": state_of(each["status"], soon, each["blocked_at"] is None),
                "tone": "warn" if soon else tone_of(each["status"]),
                "tags": labels(tags),
                "tags_are": _spoken(tags) if tags else untagged,
                "life": _life(expires, now, soon=soon) if expires else "",
                "expires": _day(expires.astimezone(zone).date(), language) if expires else "",
            }
        )
    return rows


def is_soon(product: Values, now: datetime) -> bool:
    """Whether it runs out within 30 days and nothing renews it."""
    expires = product["expires_at"]
    if expires is None or product["auto_renew"] or product["status"] != "active":
        return False
    return bool(now < expires <= now + SOON)


def _type_of(slug: str) -> str:
    return str(catalog().types[slug].label)


def _tone_of(status: str) -> str:
    """What the row is marked with: the tone of its state, where it is one to look at."""
    tone = catalog().statuses[status].tone
    return tone if tone in {"danger", "warn"} else ""


def _state_of(name: str, soon: bool, is_open: bool) -> SafeString | str:
    """The state in shape and words, and whether its management is blocked; of what is normal and
    open the word alone, for the style sheet to draw its shape."""
    status = catalog().statuses[name]
    if is_open and not soon and status.shape == "ok" and not status.tone:
        return str(status.label)
    if soon:
        shown = _state("soon", "warn", _("Expires soon"))
    else:
        shown = _state(status.shape, status.tone, str(status.label))
    if is_open:
        return shown
    return format_html("{} {}", shown, _state("block", "ink", _("Blocked")))


def _state(shape: str, tone: str, words: str) -> SafeString:
    if shape == "ok" and not tone:
        return format_html('<span class="state plain">{}</span>', words)
    toned = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html(
        '<span class="state"{}>{}{}</span>', toned, draw(f"s-{shape}", kind=""), words
    )


def _stem(product: Values) -> str:
    """What of a domain's name stands before its ending; the whole name of anything else."""
    name = str(product["name"])
    return name.rpartition(".")[0] if product["type"] == "domain" and "." in name else name


@lru_cache(maxsize=2_000)
def _day(day: date, language: str | None) -> str:
    """A day in the language that is spoken; due dates are the same few hundred in every list."""
    return date_format(day, "j M Y")


_BORNE = ProductTag.objects.order_by("tag__sort_name").values_list(
    Concat("tag__hue", Value(" "), "tag__name")
)
TAGS = ArraySubquery(_BORNE.filter(product=OuterRef("pk")))
"""The tags of each product, by name: hue, space, name. Read with its row."""


def tags_of(product: Product) -> list[str]:
    """The same of one product. One query."""
    return [borne for (borne,) in _BORNE.filter(product=product)]


def _labels(tags: tuple[str, ...]) -> SafeString | str:
    if not tags:
        return ""
    shown = format_html_join(
        "",
        '<span class="tag" data-hue="{}">{}</span>',
        (tag.split(" ", 1) for tag in tags[:TAGS_SHOWN]),
    )
    more = len(tags) - TAGS_SHOWN
    return format_html('{}<span class="tag">+{}</span>', shown, more) if more > 0 else shown


def _spoken(tags: tuple[str, ...]) -> str:
    """All of them, the hidden ones too; one alone says itself."""
    return ", ".join(tag.split(" ", 1)[1] for tag in tags) if len(tags) > 1 else ""


def _life(expires: datetime, now: datetime, *, soon: bool) -> SafeString:
    """The last year before the due date as a bar; right of the upright, time lost."""
    left = max(timedelta(), min(expires - now, _YEAR))
    spent = _STEP * round(_YEAR_WIDE / _STEP * (1 - left / _YEAR))
    late = round(_LATE_WIDE * min(max(timedelta(), now - expires), _LATE) / _LATE)
    return _bar(spent, late, soon=soon)


@cache
def _bar(spent: int, late: int, *, soon: bool) -> SafeString:
    """There are few different ones; each is drawn once in a process. How high is the style
    sheet's affair; HTML wants to be told something."""
    near = format_html(' class="{}"', "soon") if soon else ""
    past = format_html('<rect class="late" x="75%" width="{}%" height="1"/>', late) if late else ""
    return format_html('<svg><rect{} width="{}%" height="1"/>{}</svg>', near, spent, past)
