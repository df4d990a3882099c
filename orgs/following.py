"""The port by which every app says what follows a membership.

`orgs` owns it and loops over it; the apps above register in `AppConfig.ready`. Nothing about
products, mail or billing stands in `orgs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.functional import Promise

from console.shell.actor import Actor
from orgs.models import FormerMember, Membership, Team

Line = str | Promise


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a person loses, keeps and gains with another role: sentences with names and
    counts, for whoever is about to press *Save*."""

    loses: Sequence[Line] = field(default_factory=tuple)
    keeps: Sequence[Line] = field(default_factory=tuple)
    gains: Sequence[Line] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to what shall happen to something undecided (Drive data, for example)."""

    value: str
    label: Line
    hint: Line = ""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What removing a member does to one kind of thing: a sentence with its count, and the
    things by name under it. With `choices` somebody must answer; none is chosen beforehand."""

    sentence: Line
    items: Sequence[Line] = ()
    question: Line = ""
    choices: Sequence[Choice] = ()


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in, as seen at `at`: how many of it there are, and whether it is closed.

    `is_closed` None: nobody could look, and the page says *not observed*.
    """

    name: str
    label: Line
    count: int
    is_closed: bool | None
    at: datetime
    detail: Line = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against something: the sentence, and the page where it can be changed."""

    sentence: Line
    href: str = ""
    link: Line = ""


class Follower:
    """One kind of thing that hangs on a membership. Each method does nothing by itself: a
    follower says only what concerns it. All but `compare`, `describe`, `channels`, `left_open`,
    `object`, `snapshot`, `returning`, `refuse_promise` and `promised` change state, inside the
    transaction of the action that asks."""

    # What its channels are called, by their full names, also when the member is gone.
    channel_labels: ClassVar[Mapping[str, Line]] = MappingProxyType({})

    def read_along(self, members: QuerySet[Membership]) -> QuerySet[Membership]:
        """Read what `compare` needs with the members themselves, in their statement; nothing of
        the moment may stand in it, since the statement is kept."""
        return members

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """What of it the member would lose, keep and gain with `role`."""
        return Comparison()

    def refuse_promise(self, actor: Actor, role: str, grants: Mapping[str, Any]) -> None:
        """Raises `Refused`, `Forbidden` or `Overtaken` when the actor may not promise this to
        whoever is invited with that role; asked under the lock of the Organization."""

    def promised(
        self, organization_id: int, role: str, grants: Mapping[str, Any]
    ) -> Sequence[Line]:
        """What `begin` would give now, in sentences with names and counts."""
        return ()

    def begin(self, membership: Membership, grants: Mapping[str, Any]) -> None:
        """Give a new member what an invitation promised under this follower's name, as far as
        it still exists."""

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        """What removing the member takes away or asks about; at most one of it is a question.

        It may only read differently when the thing itself is another one: a removal that is
        under way then begins anew.
        """
        return ()

    def channels(self, membership: Membership) -> Sequence[Channel]:
        """The ways in of this kind, looked at now: the test and the re-test of a suspension."""
        return ()

    def left_open(self, membership: Membership) -> Sequence[Line]:
        """What a suspension does not close, in sentences with counts: somebody has to see to it
        elsewhere (G3.13)."""
        return ()

    def suspend(self, membership: Membership) -> None:
        """Cut what the membership check does not cut by itself."""

    def resume(self, membership: Membership) -> None:
        """Give back what `suspend` cut."""

    def snapshot(self, membership: Membership) -> Mapping[str, Any]:
        """Plain values from which `restore` can give it again; never a credential."""
        return {}

    def remove(self, membership: Membership, choice: str) -> None:
        """End it for good; `choice` is the answer to what `describe` asked, or empty."""

    def returning(self, former: FormerMember, snapshot: Mapping[str, Any]) -> Sequence[Line]:
        """What `restore` would give again now, in sentences with names and counts."""
        return ()

    def restore(self, membership: Membership, snapshot: Mapping[str, Any]) -> None:
        """Give again what `snapshot` kept, as far as it still exists."""

    def role_changed(self, actor: Actor, membership: Membership) -> None:
        """The member has another role now, by this actor; what it does not allow goes."""

    def team_changed(self, membership: Membership, team: Team, *, joined: bool) -> None:
        """The member came into a team or left it."""

    def object(self, membership: Membership) -> Sequence[Objection]:
        """What stands against the member's leaving (G15.6)."""
        return ()


_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Add a kind of thing, by its full name (`products.grants`); twice is a mistake."""
    if name in _followers:
        raise ValueError(f"{name} follows already")
    _followers[name] = follower


def followers() -> Iterator[tuple[str, Follower]]:
    """All that is registered, by name, in the order of the apps."""
    yield from _followers.items()


def compare(membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
    """Everything the change means, from every app."""
    parts = [
        each.compare(membership, role=role, has_accounting=has_accounting)
        for _name, each in followers()
    ]
    return Comparison(
        loses=[line for part in parts for line in part.loses],
        keeps=[line for part in parts for line in part.keeps],
        gains=[line for part in parts for line in part.gains],
    )


def read_along(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """The same members, with everything that comparing roles will ask for."""
    for _name, each in followers():
        members = each.read_along(members)
    return members


def refuse_promises(actor: Actor, role: str, grants: Mapping[str, Mapping[str, Any]]) -> None:
    """Every app looks at what an invitation would promise; raises what they raise."""
    for name, each in followers():
        if grants.get(name):
            each.refuse_promise(actor, role, grants[name])


def promised_lines(
    organization_id: int, role: str, grants: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Everything that an invitation would give beside the membership, from every app, in the
    language of whoever reads it now."""
    return [
        str(line)
        for name, each in followers()
        if grants.get(name)
        for line in each.promised(organization_id, role, grants[name])
    ]


def tell_of_team(people: Iterable[Membership], team: Team, *, joined: bool) -> None:
    """Every app hears of everybody who came into a team or left it."""
    for member in people:
        for _name, each in followers():
            each.team_changed(member, team, joined=joined)


def objections(membership: Membership) -> list[Objection]:
    """All that stands against the member's leaving, from every app."""
    return [each for _name, follower in followers() for each in follower.object(membership)]


def channels(membership: Membership) -> list[Channel]:
    """Every way in of the member, looked at now, from every app."""
    return [each for _name, follower in followers() for each in follower.channels(membership)]


def left_open(membership: Membership) -> list[Line]:
    """All that goes on although the member is suspended, from every app."""
    return [line for _name, follower in followers() for line in follower.left_open(membership)]


def channel_label(name: str) -> Line:
    """What a channel is called; one whose app is gone keeps its full name."""
    labels = (follower.channel_labels for _name, follower in followers())
    return next((known[name] for known in labels if name in known), name)
