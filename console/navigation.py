"""The sidebar: only what the person may open, with counts up to 1,000."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from console.shell.request import Request
from orgs.models import Membership, Team
from orgs.policy import decide

MOST_COUNTED = 1000


def navigation(request: Request) -> dict[str, Any]:
    """Groups of entries, made only when a page draws its frame (a fragment does not)."""
    return {"navigation": SimpleLazyObject(lambda: _groups(request))}


def _groups(request: Request) -> list[dict[str, Any]]:
    organization = getattr(request, "organization", None)
    if organization is None:
        return personal_navigation(request) if request.user.is_authenticated else []
    slug = {"organization": organization.slug}
    actor = request.actor
    entries = [_entry(request, _("Home"), reverse("home", kwargs=slug), "home", exact=True)]
    if decide(actor, "orgs.member.list"):
        people = Membership.objects.filter(organization_id=organization.pk)
        entries.append(
            _entry(
                request,
                _("Users"),
                reverse("orgs:member-list", kwargs=slug),
                "team",
                count=lambda: _capped(people[: MOST_COUNTED + 1].count()),
            )
        )
    if decide(actor, "orgs.team.list"):
        teams = Team.objects.filter(organization_id=organization.pk)
        entries.append(
            _entry(
                request,
                _("Teams"),
                reverse("orgs:team-list", kwargs=slug),
                "users-round",
                count=lambda: _capped(teams[: MOST_COUNTED + 1].count()),
            )
        )
    if decide(actor, "orgs.preference.edit"):
        entries.append(
            _entry(
                request, _("Notifications"), reverse("orgs:preference-edit", kwargs=slug), "bell"
            )
        )
    if decide(actor, "orgs.activity.list"):
        entries.append(
            _entry(request, _("Activity"), reverse("orgs:activity-list", kwargs=slug), "history")
        )
    if decide(actor, "orgs.letter.list"):
        entries.append(
            _entry(request, _("Letters"), reverse("orgs:letter-list", kwargs=slug), "mails")
        )
    if decide(actor, "orgs.decision.explain"):
        entries.append(
            _entry(
                request,
                _("Who may do what"),
                reverse("orgs:decision-explain", kwargs=slug),
                "help",
            )
        )
    return [{"title": "", "entries": entries}]


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


def _entry(
    request: Request,
    label: str,
    href: str,
    icon: str,
    *,
    count: Callable[[], str] | None = None,
    exact: bool = False,
) -> dict[str, Any]:
    if request.path == href:
        current = "page"
    else:
        current = "true" if not exact and request.path.startswith(href) else ""
    # Counted where it is drawn: a search for pages asks for their names only.
    shown = SimpleLazyObject(count) if count else ""
    return {"label": label, "href": href, "icon": icon, "count": shown, "current": current}


def _capped(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"
