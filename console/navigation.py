"""The sidebar: only what the person may open, with counts up to 1,000."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_

from console.shell.actor import Actor
from console.shell.lists import Total, count_up_to_cap
from console.shell.request import Request
from orgs.models import Membership, Team
from orgs.policy import decide
from products.models import Product


def _members(actor: Actor) -> QuerySet[Any]:
    return Membership.objects.visible_to(actor)


def _teams(actor: Actor) -> QuerySet[Any]:
    return Team.objects.visible_to(actor)


def _products(actor: Actor) -> QuerySet[Any]:
    return Product.objects.visible_to(actor)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the sidebar, as declared: the gate it asks, and the page it opens. `rows` are
    what stands behind it, counted beside its name."""

    permission: str
    label: str | Promise
    page: str
    icon: str
    rows: Callable[[Actor], QuerySet[Any]] | None = None


PLACES: tuple[Place, ...] = (
    Place("products.product.list", lazy_("Products"), "products:product-list", "box", _products),
    Place("orgs.member.list", lazy_("Users"), "orgs:member-list", "team", _members),
    Place("orgs.team.list", lazy_("Teams"), "orgs:team-list", "users-round", _teams),
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
    slug = {"organization": organization.slug}
    home = _entry(request, _("Home"), reverse("home", kwargs=slug), "home", exact=True)
    open_places = [each for each in PLACES if decide(request.actor, each.permission)]
    entries = [_place_entry(request, each, slug) for each in open_places]
    return [{"title": "", "entries": [home, *entries]}]


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
                _entry(request, label, reverse(name), icon, exact=name == "auth2fa:profile-edit")
                for label, name, icon in pages
            ],
        }
    ]


def _place_entry(request: Request, place: Place, slug: dict[str, str]) -> dict[str, Any]:
    rows = place.rows
    return _entry(
        request,
        str(place.label),
        reverse(place.page, kwargs=slug),
        place.icon,
        # Counted once for all who ask during the request: the page may be the list itself.
        count=(lambda: count_up_to_cap(rows(request.actor), request)) if rows else None,
    )


def _entry(
    request: Request,
    label: str,
    href: str,
    icon: str,
    *,
    count: Callable[[], Total] | None = None,
    exact: bool = False,
) -> dict[str, Any]:
    if request.path == href:
        current = "page"
    else:
        current = "true" if not exact and request.path.startswith(href) else ""
    # Counted where it is drawn: a search for pages asks for their names only.
    shown = SimpleLazyObject(count) if count else ""
    return {"label": label, "href": href, "icon": icon, "count": shown, "current": current}
