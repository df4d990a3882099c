"""What can be done to a person: the ⋮ menu of their row and the buttons of their page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.request import Request
from orgs.menu import Entry, Item, items_of
from orgs.models import Membership


def is_suspended(membership: Membership) -> bool:
    """What is for the suspended alone."""
    return membership.suspended_at is not None


def is_active(membership: Membership) -> bool:
    """What is for everybody else."""
    return membership.suspended_at is None


# The page where somebody's access to products is chosen; the step after *collaborator* too.
PRODUCT_ACCESS = "products:member-grants"
ENTRIES: tuple[Entry[Membership], ...] = (
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
        applies=is_active,
    ),
    Entry(
        "orgs.member.suspend",
        _("See the suspension"),
        "shield-alert",
        "orgs:member-suspension",
        is_dialog=False,
        applies=is_suspended,
    ),
    Entry(
        "orgs.member.suspend",
        _("Lift the suspension"),
        "lock-open",
        "orgs:member-lift",
        applies=is_suspended,
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


def menu_of(request: Request, membership: Membership) -> list[Item[Membership]]:
    """Every entry that applies to this person now; a closed one says why and who can."""
    return items_of(request, ENTRIES, membership)
