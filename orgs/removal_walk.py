"""The four screens of a removal: how far somebody came, and what they answered.

It waits in the session, apart for each member, so that two tabs that remove two people do not
mix. Each walk has a mark of its own that its forms carry: a screen left open from an earlier
walk leads to the first one again. What was looked at is kept with it, and any change of that
begins anew too.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.forms import BoundField
from django.utils.translation import gettext as _

from console.shell.forms import ActionForm
from console.shell.request import Request
from orgs.forms.removals import QUESTION
from orgs.models import Membership
from orgs.removal import Part, fingerprint, parts_of
from orgs.roles import role_label

STEPS = (1, 2, 3, 4)
LASTS_SECONDS = 60 * 60
MOST_WALKS = 20
_KEY = "removals"
_SALT = "orgs.removal"
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One consequence on a screen."""

    part: Part
    question: BoundField | None
    answer: str


class Walk:
    """One removal under way, as this browser knows it."""

    def __init__(self, request: Request, membership: Membership) -> None:
        self.membership = membership
        self.parts: Sequence[Part] = parts_of(membership)
        self.facts: Facts = _facts(membership, self.parts)
        self._session = request.session
        self._person = request.actor.person
        self._name = f"{membership.organization_id}:{membership.pk}"
        self._state = self._read()

    @property
    def reached(self) -> int:
        """The last screen that may be shown: 1 when nothing was answered yet."""
        return int(self._state.get("reached", 1))

    @property
    def mark(self) -> str:
        """Carried by the forms of this walk."""
        return str(self._state.get("mark", ""))

    @property
    def choices(self) -> Mapping[str, str]:
        """The answers of the first screen, by the name of each follower."""
        return dict(self._state.get("choices", {}))

    @property
    def draft(self) -> Mapping[str, str] | None:
        """What was typed on the last screen before the detour for fresh proof."""
        return self._state.get("draft")

    @property
    def version(self) -> int:
        """The version of the membership that was looked at."""
        return int(self._state["seen"]["version"])

    @property
    def seen(self) -> str:
        """The fingerprint of what was looked at."""
        return str(self._state["seen"]["fingerprint"])

    def sealed(self) -> str:
        """What the first screen shows, so that its form can say what was looked at."""
        return signing.dumps([self._person, self._name, self.facts], salt=_SALT, compress=True)

    def unseal(self, text: str) -> Facts | None:
        """What a form of the first screen was made from, here and by this person."""
        try:
            person, name, facts = signing.loads(text, salt=_SALT, max_age=LASTS_SECONDS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return facts if (person, name) == (self._person, self._name) else None

    def changes(self, seen: Facts | None = None) -> list[str]:
        """What is not any more as it was looked at, in sentences; nothing: go on."""
        before = seen or self._state.get("seen") or self.facts
        return _differences(before, self.facts, str(self.membership.user))

    def lines(self, form: ActionForm) -> list[Line]:
        """Each consequence with the question that is still open, or the answer it got."""
        return [
            Line(
                part,
                form[field] if (field := f"{QUESTION}{part.name}") in form.fields else None,
                self._answer(part),
            )
            for part in self.parts
        ]

    def _answer(self, part: Part) -> str:
        given = self.choices.get(part.name)
        labels = {each.value: str(each.label) for each in part.consequence.choices}
        return labels.get(given, "") if given else ""

    def begin(self, choices: Mapping[str, str]) -> None:
        """The first screen was answered."""
        self._write(
            {
                "mark": secrets.token_hex(8),
                "person": self._person,
                "at": time.time(),
                "seen": self.facts,
                "choices": dict(choices),
                "reached": 2,
            }
        )

    def reach(self, step: int) -> None:
        """One screen further; going back and on again loses nothing."""
        self._write({**self._state, "reached": max(step, self.reached)})

    def keep(self, draft: Mapping[str, str]) -> None:
        """Hold on to what was typed during a detour."""
        self._write({**self._state, "draft": dict(draft)})

    def forget(self) -> None:
        """It is done, or begins anew."""
        walks = self._all()
        walks.pop(self._name, None)
        self._session[_KEY] = walks
        self._state = {}

    def _read(self) -> Facts:
        state = self._all().get(self._name, {})
        is_mine = state.get("person") == self._person
        return state if is_mine and time.time() - state.get("at", 0) < LASTS_SECONDS else {}

    def _write(self, state: Facts) -> None:
        walks = self._all()
        walks.pop(self._name, None)
        walks[self._name] = state
        self._session[_KEY] = dict(list(walks.items())[-MOST_WALKS:])
        self._state = state

    def _all(self) -> dict[str, Facts]:
        return dict(self._session.get(_KEY, {}))


def _facts(membership: Membership, parts: Sequence[Part]) -> Facts:
    """What is compared, in few words: each consequence by its sentence, all by the mark."""
    return {
        "fingerprint": fingerprint(membership, parts),
        "version": membership.version,
        "role": membership.role,
        "has_accounting": membership.has_accounting,
        "is_suspended": membership.suspended_at is not None,
        "lines": [str(part.consequence.sentence) for part in parts],
    }


def _differences(before: Facts, now: Facts, person: str) -> list[str]:
    if before["fingerprint"] == now["fingerprint"]:
        return []
    found = []
    if before["role"] != now["role"]:
        found.append(
            _("%(person)s is now %(role)s; it was %(before)s.")
            % {
                "person": person,
                "role": role_label(now["role"]),
                "before": role_label(before["role"]),
            }
        )
    if before["has_accounting"] != now["has_accounting"]:
        gained = _("%(person)s now has the accounting right.")
        lost = _("%(person)s no longer has the accounting right.")
        found.append((gained if now["has_accounting"] else lost) % {"person": person})
    if before["is_suspended"] != now["is_suspended"]:
        cut, lifted = _("%(person)s is now suspended."), _("%(person)s is no longer suspended.")
        found.append((cut if now["is_suspended"] else lifted) % {"person": person})
    if before["role"] == now["role"]:
        found += [
            _("New: %(line)s") % {"line": line}
            for line in now["lines"]
            if line not in before["lines"]
        ]
        found += [
            _("Not any more: %(line)s") % {"line": line}
            for line in before["lines"]
            if line not in now["lines"]
        ]
    return found or [_("Something below is not as it was when you looked.")]
