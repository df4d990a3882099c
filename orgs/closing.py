"""The port by which every app says what must be settled before an Organization is deleted.

`orgs` owns it; the apps above register in `AppConfig.ready` (no products, no unpaid invoices,
prepaid balance withdrawn). The page lists each condition, met or not; the action asks them all
again under the lock of the Organization.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgs.following import Objection
from orgs.models import Invitation, Membership, Organization

Ask = Callable[[Organization, int | None], Sequence[Objection]]
Clear = Callable[[Organization], None]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so, in words, and what stands against it now."""

    sentence: str | Promise
    objections: Sequence[Objection]

    @property
    def is_met(self) -> bool:
        """Whether nothing stands against it."""
        return not self.objections


_asked: dict[str, tuple[str | Promise, Ask]] = {}
_cleared: dict[str, Clear] = {}


def register(name: str, sentence: str | Promise, ask: Ask) -> None:
    """Add a condition, by its full name (`products.none`); twice is a mistake.

    `sentence` says what must be so ("Nobody else belongs to it"); `ask(organization, person_id)`
    gives what stands against the person's deleting it, nothing when it is so. It changes nothing.
    """
    if name in _asked:
        raise ValueError(f"{name} is a condition already")
    _asked[name] = (sentence, ask)


def conditions(organization: Organization, person_id: int | None) -> list[Condition]:
    """Every condition, in the order of the apps, as it is now."""
    return [
        Condition(sentence, tuple(ask(organization, person_id)))
        for sentence, ask in _asked.values()
    ]


def register_clearing(name: str, clear: Clear) -> None:
    """Add what goes first, by its full name: rows of what is over that other rows hold on to."""
    if name in _cleared:
        raise ValueError(f"{name} is cleared already")
    _cleared[name] = clear


def clear(organization: Organization) -> None:
    """Remove all of it, in the transaction that deletes the Organization."""
    for each in _cleared.values():
        each(organization)


def nobody_else(organization: Organization, person_id: int | None) -> Sequence[Objection]:
    """Whoever else belongs to it, suspended people too, is removed first (G15.7)."""
    others = Membership.objects.filter(~Q(user_id=person_id), organization=organization).count()
    if not others:
        return ()
    sentence = ngettext(
        "%(count)d other person belongs to it.", "%(count)d other people belong to it.", others
    )
    people = reverse("orgs:member-list", kwargs={"organization": organization.slug})
    return (Objection(sentence % {"count": others}, people, _("See the people")),)


NOBODY_ELSE = gettext_lazy("Nobody else belongs to it")


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends with the Organization without being asked about."""

    invitations: int
    teams: int
    partners: int
    clients: int


def endings(organization: Organization) -> Ending:
    """How many of each; four counts."""
    return Ending(
        Invitation.objects.filter(organization=organization).open().count(),
        organization.teams.count(),
        organization.partner_contracts.count(),
        organization.client_contracts.count(),
    )
