"""Things to do: what a page offers, by its words ("add user"), and what can be done to a person
with their name after it ("suspend eva")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.finding.found import MOST_IN_PANEL, Found, matches
from console.finding.people import people_named
from console.shell.http import url_for
from console.shell.request import Request
from orgs.member_menu import ENTRIES, menu_of
from orgs.menu import Entry
from orgs.models import Membership
from orgs.policy import decide


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a page offers; `permission` empty: it is the person's own."""

    label: str | Promise
    page: str
    icon: str
    permission: str = ""
    is_dialog: bool = False


COMMANDS: tuple[Command, ...] = (
    Command(_("Add a user"), "orgs:invitation-create", "user-add", "orgs.invitation.create"),
    Command(_("Add many users"), "orgs:invitation-import", "user-add", "orgs.invitation.create"),
    Command(_("Create a team"), "orgs:team-create", "team", "orgs.team.manage", is_dialog=True),
    Command(
        _("Choose what I am told about"), "orgs:preference-edit", "bell", "orgs.preference.edit"
    ),
    Command(_("Ask who may do what"), "orgs:decision-explain", "help", "orgs.decision.explain"),
    Command(_("Open a new organization"), "orgs_personal:organization-open", "plus"),
    Command(_("Change my password"), "auth2fa:password-change", "key"),
    Command(_("End my other sessions"), "auth2fa:security-view", "shield"),
)


def find_commands(request: Request, words: Sequence[str]) -> list[Found]:
    """Only what the person may do; a person's name may stand anywhere among the words."""
    if not words:
        return []
    own = [
        Found(each.label, url_for(request, each.page), icon=each.icon, is_dialog=each.is_dialog)
        for each in COMMANDS
        if matches(words, each.label)
        and (not each.permission or decide(request.actor, each.permission))
    ]
    return [*own, *_on_people(request, words)]


def _on_people(request: Request, words: Sequence[str]) -> Iterator[Found]:
    """`suspend eva`: the words that begin a word of the entry name it, the others a person."""
    for entry in ENTRIES:
        naming = [word for word in words if matches([word], entry.label)]
        if not naming or not decide(request.actor, entry.permission):
            continue
        rest = [word for word in words if word not in naming]
        if rest:
            yield from _entry_on(request, entry, rest)
        else:
            yield Found(
                entry.label,
                url_for(request, "orgs:member-list"),
                hint=now_("Type a name after it, or choose a person from the list"),
                icon=entry.icon,
                is_danger=entry.is_danger,
            )


def _entry_on(request: Request, entry: Entry[Membership], names: Sequence[str]) -> Iterator[Found]:
    for membership in people_named(request, names)[:MOST_IN_PANEL]:
        for item in menu_of(request, membership):
            if item.entry is entry and item.decision:
                yield Found(
                    now_("%(action)s: %(person)s")
                    % {"action": entry.label, "person": membership.user.full_name},
                    item.href,
                    icon=entry.icon,
                    is_dialog=entry.is_dialog,
                    is_danger=entry.is_danger,
                )
