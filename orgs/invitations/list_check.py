"""Every line of a list held against what can be invited: right, or one sentence why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from auth2fa.fields import AddressField
from console.shell.actor import Actor
from console.shell.forms import mark_of
from orgs.invitations.objections import objections, teams_to_give
from orgs.invitations.parsing import RawLine
from orgs.invitations.wanted import Wanted
from orgs.models import Role, Team
from orgs.roles import may_grant, needs_fresh_proof

MOST_AT_ONCE = 500
_YES = {"yes", "y", "true", "1", "x"}
_NO = {"", "no", "n", "false", "0", "-"}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "'")


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line: who it asks for, in words, and what is wrong with it, if anything."""

    number: int
    email: str
    role: str
    has_accounting: bool
    teams: str
    wanted: Wanted | None
    wrong: str = ""


@dataclass(frozen=True)
class CheckedList:
    """All lines, in their order."""

    lines: Sequence[CheckedLine] = field(default_factory=tuple)

    @cached_property
    def right(self) -> list[Wanted]:
        """Those that can be invited."""
        return [each.wanted for each in self.lines if each.wanted is not None and not each.wrong]

    @cached_property
    def wrong(self) -> list[CheckedLine]:
        """Those that cannot."""
        return [each for each in self.lines if each.wrong]

    @property
    def is_too_many(self) -> bool:
        """Whether more could be invited than one go does."""
        return len(self.right) > MOST_AT_ONCE

    @cached_property
    def mark(self) -> str:
        """A short word for who would be invited, as what, to what."""
        return mark_of(self.right)

    @property
    def needs_proof(self) -> bool:
        """Whether an administrator or legal representative is among them."""
        return any(needs_fresh_proof(each.role, each.role) for each in self.right)

    @property
    def proof_sentence(self) -> str:
        """How many of them are."""
        count = sum(needs_fresh_proof(each.role, each.role) for each in self.right)
        return ngettext(
            "%(count)d person of this list becomes administrator or legal representative.",
            "%(count)d people of this list become administrators or legal representatives.",
            count,
        ) % {"count": count}


def check(actor: Actor, lines: Sequence[RawLine], usual_role: str) -> CheckedList:
    """The lines with their sentences; three queries for any number of lines.

    `usual_role` is for lines that name none.
    """
    reader = _Reader(actor, usual_role)
    read = [reader.read(each) for each in lines]
    asked = [each.wanted for each in read if each.wanted is not None]
    against = iter(objections(actor, asked))
    checked = []
    for each in read:
        no = next(against) if each.wanted is not None else None
        checked.append(_with(each, str(no.sentence)) if no is not None else each)
    return CheckedList(checked)


class _Reader:
    """Reads lines of one list; knows what was in it before."""

    def __init__(self, actor: Actor, usual_role: str) -> None:
        self.actor, self.usual_role = actor, usual_role
        self.teams = {team.name.casefold(): team for team in teams_to_give(actor).values()}
        self.roles = _role_words()
        self.seen: dict[str, int] = {}

    def read(self, raw: RawLine) -> CheckedLine:
        """The line in our words; `wanted` is None where something is wrong."""
        if raw.wrong:
            return self._line(raw, raw.wrong)
        try:
            email = self._email(raw.email)
            role = self._role(raw.role)
            accounting = self._accounting(raw.accounting, role)
            teams = self._teams(raw.teams)
        except forms.ValidationError as no:
            return self._line(raw, " ".join(no.messages))
        if email in self.seen:
            before = {"number": self.seen[email]}
            return self._line(raw, _("This address is in line %(number)d already.") % before)
        self.seen[email] = raw.number
        return CheckedLine(
            raw.number,
            email,
            str(Role(role).label),
            accounting,
            ", ".join(team.name for team in teams),
            Wanted(email, role, accounting, tuple(team.pk for team in teams)),
        )

    def _line(self, raw: RawLine, wrong: str) -> CheckedLine:
        return CheckedLine(raw.number, raw.email[:80], raw.role[:40], False, "", None, wrong)

    def _email(self, text: str) -> str:
        if not text:
            raise forms.ValidationError(_("There is no address in this line."))
        if text.startswith(_STARTS_A_FORMULA):
            raise forms.ValidationError(
                _("This starts like a formula of a spreadsheet. Type the address itself.")
            )
        return str(AddressField().clean(text))

    def _role(self, text: str) -> str:
        role = self.roles.get(text.casefold(), "") if text else self.usual_role
        if not role:
            raise forms.ValidationError(
                _("There is no role “%(text)s”. Roles: %(roles)s.")
                % {"text": text[:40], "roles": ", ".join(str(each.label) for each in Role)}
            )
        if not may_grant(self.actor, role):
            raise forms.ValidationError(_("You cannot give a role above your own."))
        return role

    def _accounting(self, text: str, role: str) -> bool:
        word = text.casefold()
        if word in _NO or word == _("no"):
            return False
        if word not in _YES and word != _("yes"):
            raise forms.ValidationError(
                _("“%(text)s” is neither yes nor no: is the accounting right given?")
                % {"text": text[:40]}
            )
        if role != Role.COLLABORATOR:
            raise forms.ValidationError(_("Only collaborators can have the accounting right."))
        return True

    def _teams(self, text: str) -> list[Team]:
        if not text:
            return []
        if text.casefold() in self.teams:
            return [self.teams[text.casefold()]]
        sign = "|" if "|" in text else ","
        names = dict.fromkeys(name.strip() for name in text.split(sign) if name.strip())
        unknown = [name for name in names if name.casefold() not in self.teams]
        if unknown:
            raise forms.ValidationError(
                _("There is no team “%(name)s”.") % {"name": unknown[0][:80]}
            )
        return [self.teams[name.casefold()] for name in names]


def _with(line: CheckedLine, wrong: str) -> CheckedLine:
    return CheckedLine(
        line.number, line.email, line.role, line.has_accounting, line.teams, None, wrong
    )


def _role_words() -> dict[str, str]:
    """What a list may call a role: its name in code, and its label here and in English."""
    words = {}
    for role in Role:
        words[role.value] = words[role.value.replace("_", " ")] = role.value
        words[str(role.label).casefold()] = role.value
        with override("en"):
            words[str(role.label).casefold()] = role.value
    return words
