"""A row of the list of products: ready strings, made for a whole page at once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from console.shell.icons import icon as draw
from console.shell.lists import Listing, Row, Values
from console.shell.prepared import Among, Prepared
from products.catalog.types import catalog
from products.models import Product, ProductTag

# An expiry is worth a look from here on, unless it renews by itself.
SOON = timedelta(days=30)
TAGS_SHOWN = 2
# Name and hue of those that each product bears, by name.
Tags = dict[int, list[tuple[str, str]]]
# The lifeline of a row, in percent: a year up to the due date, then sixty days.
_YEAR_WIDE, _LATE_WIDE = 75, 25
_YEAR, _LATE = timedelta(days=365), timedelta(days=60)


def product_rows(
    found: list[Values], products: Listing[Product], borne: Tags | None = None
) -> list[Row]:
    """Everything that a row shows; the tags (`borne`, if they are known) come with one query for
    the whole page."""
    now = timezone.now()
    tags = _tags_of([each["pk"] for each in found]) if borne is None else borne
    select, actions = _("Select %(name)s"), _("Actions for %(name)s")
    tagged, untagged = _("Tags of %(name)s: %(tags)s"), _("Tags of %(name)s")
    types = {slug: str(each.label) for slug, each in catalog().types.items()}
    # What rows share is put into words once for the page.
    state, day = cache(_state_of), cache(_day)
    return [
        {
            "pk": each["pk"],
            "href": f"{each['pk']}/",
            "name": _stem(each),
            "ending": each["name"][len(_stem(each)) :],
            "select": select % {"name": each["name"]},
            "actions": actions % {"name": each["name"]},
            "type": types[each["type"]],
            "state": state(each["status"], is_soon(each, now), each["blocked_at"] is None),
            "tone": tone_of(each, now),
            "tags": _labels(tags.get(each["pk"], [])),
            "tags_of": (tagged if each["pk"] in tags else untagged)
            % {"name": each["name"], "tags": _spoken(tags.get(each["pk"], []))},
            "life": _life(each, now),
            "expires": day(timezone.localdate(each["expires_at"])) if each["expires_at"] else "",
        }
        for each in found
    ]


def is_soon(product: Values, now: datetime) -> bool:
    """Whether it runs out within 30 days and nothing renews it."""
    expires = product["expires_at"]
    if expires is None or product["auto_renew"] or product["status"] != "active":
        return False
    return bool(now < expires <= now + SOON)


def tone_of(product: Values, now: datetime) -> str:
    """What the row is marked with: the tone of its state, or of an expiry that is near."""
    if is_soon(product, now):
        return "warn"
    tone = catalog().statuses[product["status"]].tone
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


def _day(day: date) -> str:
    return date_format(day, "j M Y")


_TAGS = Prepared[tuple[int, str, str]](
    lambda: (
        ProductTag.objects.filter(Among("product_id", "products"))
        .order_by("tag__sort_name")
        .values_list("product_id", "tag__name", "tag__hue")
    )
)


def _tags_of(products: list[int]) -> Tags:
    """Name and hue of the tags of each product, by name; one query for the whole page."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if products:
        for product, name, hue in _TAGS.all(products=products):
            found[product].append((name, hue))
    return dict(found)


def _labels(tags: list[tuple[str, str]]) -> SafeString | str:
    if not tags:
        return ""
    shown = format_html_join(
        "",
        '<span class="tag" data-hue="{}">{}</span>',
        ((hue, name) for name, hue in tags[:TAGS_SHOWN]),
    )
    more = len(tags) - TAGS_SHOWN
    return format_html('{}<span class="tag">+{}</span>', shown, more) if more > 0 else shown


def _spoken(tags: list[tuple[str, str]]) -> str:
    return ", ".join(name for name, _hue in tags)


def _life(product: Values, now: datetime) -> SafeString | str:
    """The last year before the due date as a bar; right of the upright, time lost."""
    expires: datetime | None = product["expires_at"]
    if expires is None:
        return ""
    left = max(timedelta(), min(expires - now, _YEAR))
    spent = round(_YEAR_WIDE * (1 - left / _YEAR))
    late = round(_LATE_WIDE * min(max(timedelta(), now - expires), _LATE) / _LATE)
    return _bar(spent, late, soon=is_soon(product, now))


@cache
def _bar(spent: int, late: int, *, soon: bool) -> SafeString:
    """There are few different ones; each is drawn once in a process. How high is the style
    sheet's affair; HTML wants to be told something."""
    near = format_html(' class="{}"', "soon") if soon else ""
    past = format_html('<rect class="late" x="75%" width="{}%" height="1"/>', late) if late else ""
    return format_html('<svg><rect{} width="{}%" height="1"/>{}</svg>', near, spent, past)
