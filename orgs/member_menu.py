"""What can be done to a person: the ⋮ menu of their row and the buttons of their page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.decision import Decision
from console.shell.http import url_for
from console.shell.request import Request
from orgs.models import Membership
from orgs.policy import decide


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu, as declared: the gate it asks, and the page it opens.

    `is_dialog`: the page has a partial `dialog`. `applies`: None for everybody, else whether
    it is for the suspended (True) or for the active (False).
    """

    permission: str
    label: str | Promise
    icon: str
    page: str
    is_dialog: bool = True
    is_danger: bool = False
    applies: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu for one person; a closed one carries its reason."""

    entry: Entry
    href: str
    decision: Decision


# The page where somebody's access to products is chosen; the step after *collaborator* too.
PRODUCT_ACCESS = "products:member-grants"
ENTRIES: tuple[Entry, ...] = (
    Entry("orgs.member.change_role", _("Modify the role"), "user-edit", "orgs:member-change-role"),
    Entry(
        "products.grant.give",
        _("Modify product access"),
        "key",
        PRODUCT_ACCESS,
        is_dialog=False,
    ),
    Entry(
        "orgs.member.suspend",
        _("Suspend"),
        "ban",
        "orgs:member-suspend",
        is_danger=True,
        applies=False,
    ),
    Entry(
        "orgs.member.suspend",
        _("See the suspension"),
        "shield-alert",
        "orgs:member-suspension",
        is_dialog=False,
        applies=True,
    ),
    Entry(
        "orgs.member.suspend",
        _("Lift the suspension"),
        "lock-open",
        "orgs:member-lift",
        applies=True,
    ),
    Entry(
        "orgs.member.remove",
        _("Remove from the organization"),
        "user-x",
        "orgs:member-remove",
        is_dialog=False,
        is_danger=True,
    ),
)


def menu_of(request: Request, membership: Membership) -> list[Item]:
    """Every entry that applies to this person now; a closed one says why and who can."""
    is_suspended = membership.suspended_at is not None
    return [
        Item(
            entry,
            url_for(request, entry.page, pk=membership.pk),
            decide(request.actor, entry.permission, membership),
        )
        for entry in ENTRIES
        if entry.applies in (None, is_suspended)
    ]
