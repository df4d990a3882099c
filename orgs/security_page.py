"""The sections of an Organization's security page; higher apps add theirs in `AppConfig.ready`.

A section is a template with what it shows; its switches are forms with addresses of their own,
behind `orgs.organization.secure`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.shell.actor import Actor
from orgs.idling import CHOICES, idle_label, signed_out_by
from orgs.models import Invitation, Membership, Organization, Role

Show = Callable[[Actor, Organization], Mapping[str, Any]]
# More are on the list of people; who needs this page has a handful.
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: its template, and what that shows to somebody."""

    template: str
    shown: Mapping[str, Any]


_sections: dict[str, tuple[str, Show]] = {}


def register(name: str, template: str, show: Show) -> None:
    """Add a section, by its full name (`auth2fa.required`); twice is a mistake."""
    if name in _sections:
        raise ValueError(f"{name} is a section already")
    _sections[name] = (template, show)


def sections(actor: Actor, organization: Organization) -> list[Section]:
    """All of them, in the order of the apps."""
    return [Section(template, show(actor, organization)) for template, show in _sections.values()]


def idling(actor: Actor, organization: Organization) -> Mapping[str, Any]:
    """Each choice, with whom it would sign out now; one count for each that is not in force."""
    members = Membership.objects.visible_to(actor)
    now = organization.idle_hours
    return {
        "was": now,
        "choices": [
            {
                "value": hours,
                "label": idle_label(hours),
                "is_now": hours == now,
                "signs_out": signed_out_by(members, hours) if hours and hours != now else 0,
            }
            for hours in (None, *CHOICES)
        ],
    }


def who_leads(actor: Actor, organization: Organization) -> Mapping[str, Any]:
    """Legal representatives and administrators, who is suspended, and who is asked to join."""
    people = Membership.objects.visible_to(actor)
    high = people.filter(role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR])
    found = high.select_related("user").order_by("role_rank", "sort_name", "id")
    return {
        "leading": list(found[:MOST_SHOWN]),
        "more": max(0, high.count() - MOST_SHOWN),
        "suspended": people.filter(suspended_at__isnull=False).count(),
        "invited": Invitation.objects.visible_to(actor).open().count(),
    }
