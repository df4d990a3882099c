"""The sidebar: only what the person may open, with counts up to 1,000."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_

from console.shell.addresses import address
from console.shell.lists import Part, Whole, count_each_up_to_cap
from console.shell.request import Request
from orgs.models import Membership, Team
from orgs.policy import decide
from products.catalog.types import catalog
from products.models import Contact, Tag
from products.reach import reach_of, seen_products


def _members(request: Request) -> QuerySet[Any]:
    return Membership.objects.visible_to(request.actor)


def _teams(request: Request) -> QuerySet[Any]:
    return Team.objects.visible_to(request.actor)


def _tags(request: Request) -> QuerySet[Any]:
    return Tag.objects.visible_to(request.actor)


def _contacts(request: Request) -> QuerySet[Any]:
    return Contact.objects.visible_to(request.actor)


def _products(request: Request) -> Whole:
    return Whole(seen_products(request), list(_by_type(request).values()))


def _by_type(request: Request) -> dict[str, Part]:
    """What somebody sees of each type; the same objects for all who ask during a request."""
    known = vars(request)
    if "_by_type" not in known:
        types = catalog().types
        known["_by_type"] = dict(zip(types, reach_of(request).by_type(types), strict=True))
    found: dict[str, Part] = known["_by_type"]
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar, as declared: the gate it asks, and the page it opens. `rows` are
    what stands behind it, counted beside its name."""

    permission: str
    label: str | Promise
    page: str
    icon: str
    rows: Callable[[Request], QuerySet[Any] | Whole] | None = None


PRODUCTS_ICON = "box"
PLACES: tuple[Place, ...] = (
    Place(
        "products.product.list",
        lazy_("Products"),
        "products:product-list",
        PRODUCTS_ICON,
        _products,
    ),
    Place("orgs.member.list", lazy_("Users"), "orgs:member-list", "team", _members),
    Place("orgs.team.list", lazy_("Teams"), "orgs:team-list", "users-round", _teams),
    Place("products.tag.manage", lazy_("Tags"), "products_tags:tag-list", "tag", _tags),
    Place(
        "products.contact.manage",
        lazy_("Contact cards"),
        "products_contacts:contact-list",
        "sticky-note",
        _contacts,
    ),
    Place("orgs.preference.edit", lazy_("Notifications"), "orgs:preference-edit", "bell"),
    Place("orgs.activity.list", lazy_("Activity"), "orgs:activity-list", "history"),
    Place("orgs.letter.list", lazy_("Letters"), "orgs:letter-list", "mails"),
    Place("orgs.organization.edit", lazy_("Organization"), "orgs:organization-edit", "building"),
    Place("orgs.organization.secure", lazy_("Security"), "orgs:organization-secure", "shield"),
    Place("orgs.decision.explain", lazy_("Who may do what"), "orgs:decision-explain", "help"),
)
"""The pages of an Organization, in the order of the sidebar. A new one is a line here."""


def navigation(request: Request) -> dict[str, Any]:
    """Groups of entries, made only when a page draws its frame (a fragment does not)."""
    return {"navigation": SimpleLazyObject(lambda: _groups(request))}


def _groups(request: Request) -> list[dict[str, Any]]:
    organization = getattr(request, "organization", None)
    if organization is None:
        return personal_navigation(request) if request.user.is_authenticated else []
    slug = organization.slug
    home = _entry(request, _("Home"), address("home", slug), "home", exact=True)
    open_places = [each for each in PLACES if decide(request.actor, each.permission)]
    places = [_place_entry(request, each, slug) for each in open_places]
    types = _product_types(request) if decide(request.actor, "products.product.list") else []
    _count(request, [*places, *(entry for group in types for entry in group["entries"])])
    held = [
        {**group, "entries": entries}
        for group in types
        if (entries := [entry for entry in group["entries"] if entry["count"]])
    ]
    first = [each for each in places if each["icon"] == PRODUCTS_ICON]
    if any(entry["current"] for group in types for entry in group["entries"]):
        # One of its types is the page one is on.
        first = [{**each, "current": ""} for each in first]
    rest = [each for each in places if each["icon"] != PRODUCTS_ICON]
    return [
        {"title": "", "entries": [home, *first]},
        *held,
        {"title": "", "entries": rest},
    ]


def _product_types(request: Request) -> list[dict[str, Any]]:
    """Category by category, each type with what there is of it."""
    parts = _by_type(request)
    href = address("products:product-list", request.organization.slug)
    wanted = request.GET.get("type") if request.path == href else None
    return [
        {
            "title": title,
            "entries": [
                {
                    "label": label,
                    "href": f"{href}?type={slug}",
                    "icon": icon,
                    "rows": parts[slug],
                    "current": "page" if wanted == slug else "",
                }
                for slug, label, icon in types
            ],
        }
        for title, types in _catalog_words(get_language())
    ]


@cache
def _catalog_words(language: str | None) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The categories and in each its types (slug, name, drawing), in the language that is active:
    every page shows them, so they are put into words once."""
    return [
        (
            str(category.label),
            [(each.slug, str(each.plural), each.icon) for each in catalog().types_of(slug)],
        )
        for slug, category in catalog().categories.items()
    ]


@cache
def _place_words(language: str | None) -> dict[str, str]:
    """The names of the places by their pages, in the language that is active."""
    return {place.page: str(place.label) for place in PLACES}


def _count(request: Request, entries: list[dict[str, Any]]) -> None:
    """Count what stands behind the entries: all of it in one query."""
    counted = [entry for entry in entries if entry.get("rows") is not None]
    totals = count_each_up_to_cap([entry["rows"] for entry in counted], request)
    for entry, total in zip(counted, totals, strict=True):
        entry["count"] = total


def personal_navigation(request: Request) -> list[dict[str, Any]]:
    """The pages of one's own account; no query."""
    pages = [
        (_("Profile"), "auth2fa:profile-edit", "user"),
        (_("Security"), "auth2fa:security-view", "shield"),
        (_("Activity"), "auth2fa:activity-list", "history"),
        (_("Organizations"), "orgs_personal:organization-list", "building"),
    ]
    return [
        {
            "title": _("My account"),
            "entries": [
                _entry(request, label, address(name), icon, exact=name == "auth2fa:profile-edit")
                for label, name, icon in pages
            ],
        }
    ]


def _place_entry(request: Request, place: Place, slug: str) -> dict[str, Any]:
    rows = place.rows(request) if place.rows else None
    href = address(place.page, slug)
    label = _place_words(get_language())[place.page]
    return {**_entry(request, label, href, place.icon), "rows": rows}


def _entry(
    request: Request, label: str, href: str, icon: str, *, exact: bool = False
) -> dict[str, Any]:
    if request.path == href:
        current = "page"
    else:
        current = "true" if not exact and request.path.startswith(href) else ""
    return {"label": label, "href": href, "icon": icon, "count": "", "current": current}
