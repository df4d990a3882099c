"""A question to the policy, as typed into an address, and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from console.shell.decision import Basis, Decision
from orgs import basis
from orgs.models import Membership, MembershipQuerySet
from orgs.names import sort_name
from orgs.policy import TABLE, decide
from orgs.policy.gate import Finds
from orgs.reach import as_actor

FEW = 20
MANY = 50


@dataclass
class Question:
    """May `person` do `permission`, on `on` if it needs an object?

    People are named by membership id or, with scripts off and many people, by a piece of
    their name. Ids that the actor may not see answer 404 like any other. `thing` is what the
    question is about where that is no person: a product.
    """

    actor: Actor
    people: MembershipQuerySet
    permission: str
    person: Membership
    on: Membership | None
    looked_for: str
    looked_for_on: str
    thing: models.Model | None = None
    found: Sequence[Membership] = field(default_factory=tuple)
    found_on: Sequence[Membership] = field(default_factory=tuple)

    @classmethod
    def read(cls, query: QueryDict, actor: Actor, people: MembershipQuerySet) -> Question:
        """The question of this address; without parameters: may I see this page's home."""
        people = people.select_related("user")
        permission = query.get("action", "")
        permission = permission if permission in TABLE else "orgs.organization.view"
        finds, number = TABLE[permission].finds, query.get("object")
        looked_for, looked_for_on = query.get("who", "").strip(), query.get("whom", "").strip()
        person = _one(people, query.get("person")) or people.filter(user_id=actor.person).first()
        if person is None:
            raise Http404
        return cls(
            actor=actor,
            people=people,
            permission=permission,
            person=person,
            on=None if finds else _one(people, number),
            thing=_thing(finds, actor, number) if finds else None,
            looked_for=looked_for,
            looked_for_on=looked_for_on,
            found=_named(people, looked_for),
            found_on=_named(people, looked_for_on),
        )

    @property
    def actions(self) -> list[tuple[str, object]]:
        """All that can be asked about."""
        return [(permission, rule.label) for permission, rule in TABLE.items()]

    @property
    def label(self) -> object:
        """What the person would do."""
        return TABLE[self.permission].label

    @property
    def needs_object(self) -> bool:
        """Whether the answer depends on whom it is done to."""
        rule = TABLE[self.permission]
        return rule.narrowed_by is not None and rule.finds is None

    @property
    def subject(self) -> models.Model | None:
        """Whom or what it would be done to, if the answer depends on that."""
        return self.on if self.needs_object else self.thing

    @property
    def is_about_self(self) -> bool:
        """Whether somebody asks about themselves."""
        return self.person.user_id == self.actor.user_id

    @cached_property
    def may_ask(self) -> Decision:
        """About oneself, everybody; about others, administrators."""
        return decide(self.actor, "orgs.decision.explain", self.person)

    @cached_property
    def decision(self) -> Decision:
        """The answer of the gate that every page uses."""
        if self.person.suspended_at is not None:
            return Decision(
                False,
                _("The membership is suspended; until it is lifted it allows nothing."),
                (basis.of_actor(self._asked),),
                lambda: basis.holders(
                    self._asked, TABLE["orgs.member.change_role"], self.person, self.actor
                ),
            )
        return decide(
            self._asked,
            self.permission,
            self.subject,
            viewer=self.actor,
        )

    @cached_property
    def because(self) -> tuple[Basis, ...]:
        """What the answer rests on, with who gave it and when."""
        return basis.with_giver(self._asked, self.decision)

    @cached_property
    def holders(self) -> list[Membership]:
        """Who may do this, as far as the actor may know, highest role first, the first 50."""
        rows = basis.who_may(TABLE[self.permission], self.subject, self.actor)
        return list(rows.select_related("user")[: MANY + 1])

    @property
    def shown_holders(self) -> list[Membership]:
        """At most 50 of them."""
        return self.holders[:MANY]

    @property
    def has_more_holders(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.holders) > MANY

    @property
    def may_see_holders(self) -> bool:
        """An external sees nobody but themselves."""
        return bool(decide(self.actor, "orgs.member.list"))

    @property
    def _asked(self) -> Actor:
        return as_actor(self.person)


def _thing(finds: Finds, actor: Actor, number: str | None) -> models.Model | None:
    if not number:
        return None
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    found = finds(actor, int(number))
    if found is None:
        raise Http404
    return found


def _one(people: MembershipQuerySet, number: str | None) -> Membership | None:
    if not number:
        return None
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    found = people.filter(pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def _named(people: MembershipQuerySet, piece: str) -> Sequence[Membership]:
    piece = sort_name(piece.replace("\0", ""))
    if not piece:
        return ()
    return list(people.filter(sort_name__contains=piece).order_by("sort_name", "id")[:FEW])
