"""What invitations promise from other apps, in words; asked once for all that promise the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, override

from console.shell.actor import Actor
from orgs.following import promised_lines, refuse_promises
from orgs.invitations.wanted import Wanted
from orgs.models import Invitation

Grants = Mapping[str, Mapping[str, Any]]


class PromisedLines:
    """The sentences for the letters and the log of one step, which may invite hundreds."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str, str], list[str]] = {}

    def of(self, invitation: Invitation, language: str = "") -> list[str]:
        """What it would give now, in that language or in the one of whoever reads the page."""
        if not invitation.grants:
            return []
        spoken = language or get_language() or "en"
        key = (invitation.organization_id, invitation.role, _key(invitation.grants), spoken)
        if key not in self._known:
            with override(spoken):
                self._known[key] = promised_lines(
                    invitation.organization_id, invitation.role, invitation.grants
                )
        return self._known[key]


def refuse_each(actor: Actor, wanted: Iterable[Wanted]) -> None:
    """Raises what a follower says against what is promised to any of them."""
    for role, grants in _different(wanted):
        refuse_promises(actor, role, grants)


def _different(wanted: Iterable[Wanted]) -> Iterator[tuple[str, Grants]]:
    found = {(each.role, _key(each.grants)): each for each in wanted if each.grants}
    for each in found.values():
        yield each.role, each.grants


def _key(grants: Grants) -> str:
    return json.dumps(grants, sort_keys=True)
