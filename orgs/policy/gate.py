"""The only gate: whether somebody may do something, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseBase
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.decision import Basis, Decision
from console.shell.request import Request
from orgs import basis
from orgs.models import Membership
from orgs.roles import CO

SubjectRule = Callable[[Actor, models.Model], "str | Promise | None"]
SubjectBases = Callable[[Actor, models.Model], Sequence[Basis]]
Among = Callable[["models.QuerySet[Membership]", models.Model], "models.QuerySet[Membership]"]
Finds = Callable[[Actor, int], "models.Model | None"]


class UnknownPermission(LookupError):
    """A permission that is not in the table; a typo must be loud."""


class Denied(PermissionDenied):
    """The gate said no; the page shows `decision`."""

    def __init__(self, decision: Decision, permission: str) -> None:
        super().__init__(str(decision.reason))
        self.decision = decision
        self.permission = permission


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: what it is called, who holds it, and what narrows it.

    `narrowed_by` gives the sentence that refuses a holder on one particular object, or None;
    `rests_on` the rows (grants, a block) that the answer about that object rests on beside the
    role. `among` narrows many members at once, in SQL, to the same effect as `narrowed_by`;
    `finds` looks up what the line is about by number where that is no person.
    """

    label: str | Promise
    roles: frozenset[str]
    with_accounting: bool = False
    narrowed_by: SubjectRule | None = field(default=None, repr=False)
    rests_on: SubjectBases | None = field(default=None, repr=False)
    among: Among | None = field(default=None, repr=False)
    finds: Finds | None = field(default=None, repr=False)

    def holds(self, actor: Actor) -> bool:
        """Whether the role, or the accounting right, carries it."""
        return actor.role in self.roles or (
            self.with_accounting and actor.role == CO and actor.has_accounting
        )


TABLE: dict[str, Rule] = {}


def register(permission: str, rule: Rule) -> None:
    """Add a line; higher apps do it in `AppConfig.ready`. A second one of a name is a mistake."""
    if permission in TABLE:
        raise ValueError(f"{permission} is registered already")
    TABLE[permission] = rule


def decide(
    actor: Actor,
    permission: str,
    subject: models.Model | None = None,
    *,
    viewer: Actor | None = None,
) -> Decision:
    """Allowed or refused, with the sentence, what it rests on, and who could change it.

    `viewer` is who reads the answer when that is not the actor: it decides which names of
    helpers are told.

    A subject of another Organization is refused like one that the actor may not touch; views
    never come that far, since they find rows only through `visible_to`.
    """
    rule = TABLE.get(permission)
    if rule is None:
        raise UnknownPermission(permission)
    because: Sequence[Basis] = (basis.of_actor(actor),)
    reader = viewer or actor
    if actor.role == "system":
        return Decision(True, _("The console does this by itself."), because)
    if not rule.holds(actor):
        return Decision(
            False, basis.refusal(actor, rule), because, lambda: basis.givers(actor, rule, reader)
        )
    if rule.rests_on and subject:
        found = SimpleLazyObject(partial(_bases, actor, rule.rests_on, subject))
        because = cast("Sequence[Basis]", found)
    narrowed = rule.narrowed_by(actor, subject) if rule.narrowed_by and subject else None
    if narrowed:
        return Decision(
            False, narrowed, because, lambda: basis.holders(actor, rule, subject, reader)
        )
    return Decision(
        True, basis.approval(actor, rule), because, lambda: basis.givers(actor, rule, reader)
    )


def _bases(actor: Actor, rests_on: SubjectBases, subject: models.Model) -> Sequence[Basis]:
    return (basis.of_actor(actor), *rests_on(actor, subject))


def requires(
    permission: str,
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Gate a view. Strangers never get here: OrganizationMiddleware answers them 404."""
    if permission not in TABLE:
        raise UnknownPermission(permission)

    def gate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def gated(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            decision = decide(request.actor, permission)
            if not decision:
                raise Denied(decision, permission)
            return view(request, *args, **kwargs)

        gated.permission = permission  # type: ignore[attr-defined]
        return gated

    return gate


def demand(actor: Actor, permission: str, subject: models.Model | None = None) -> None:
    """The same gate for one object; raises `Denied`."""
    decision = decide(actor, permission, subject)
    if not decision:
        raise Denied(decision, permission)


class Can:
    """`{% if can.orgs.member.list %}` in a template."""

    def __init__(self, actor: Actor, path: str = "") -> None:
        self._actor, self._path = actor, path

    def __getitem__(self, word: str) -> Can | Decision:
        path = f"{self._path}.{word}".lstrip(".")
        return decide(self._actor, path) if path.count(".") == 2 else Can(self._actor, path)
