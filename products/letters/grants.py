"""Letters about access to products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from auth2fa.models import User
from console.shell.letters import Letter, Occasion, letter
from orgs.models import Membership, Role
from products.grant_holders import MEMBER, TEAM, holder_of
from products.grant_words import level_label, reach_words, until
from products.models import CHOSEN_ONLY, SEES_ALL, Grant


@letter("products.grant.given")
def tell_who_was_given(occasion: Occasion) -> Iterator[Letter]:
    """One summary of everything that one step gave, to each person it reaches."""
    yield from _to_holders("products/grant_given", occasion)


@letter("products.grant.changed")
def tell_whose_access_changed(occasion: Occasion) -> Iterator[Letter]:
    """The terms as they are now."""
    yield from _to_holders("products/grant_changed", occasion)


@letter("products.grant.withdrawn")
def tell_who_lost_access(occasion: Occasion) -> Iterator[Letter]:
    """What was taken back, and by whom."""
    yield from _to_holders("products/grant_withdrawn", occasion)


@letter("products.grant.announced")
def announce_to_both_sides(occasion: Occasion) -> Iterator[Letter]:
    """A week before the end: to whoever holds the access, and to who gave it."""
    yield from _to_holders("products/grant_ending", occasion)
    yield from _to_givers("products/grant_ending_giver", occasion)


@letter("products.grant.ended")
def tell_of_an_end_nobody_heard_of(occasion: Occasion) -> Iterator[Letter]:
    """Only of what could not be announced before, because the console did not run."""
    silent = [grant for grant in _told(occasion) if grant.announced_at is None]
    yield from _to_holders("products/grant_ended", occasion, silent)


def _told(occasion: Occasion) -> Sequence[Grant]:
    """Everything of the same step and holder; only its first entry carries that."""
    found = occasion.extra.get("told", ())
    return found if isinstance(found, list) else ()


def _to_holders(
    template: str, occasion: Occasion, grants: Sequence[Grant] | None = None
) -> Iterator[Letter]:
    told = _told(occasion) if grants is None else grants
    if not told:
        return
    for reader, is_chosen_only in _readers(told[0]):
        shown = [each for each in told if not is_chosen_only or each.scope == Grant.Scope.PRODUCT]
        if shown:
            yield _letter(template, occasion, reader, shown)


def _readers(grant: Grant) -> Iterable[tuple[User, bool]]:
    """Who is told, and whether only chosen products concern them: the person, the people of a
    team below administrators, the legal representatives of a partner."""
    holder = holder_of(grant)
    people = Membership.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    if holder.kind == MEMBER:
        people = people.filter(pk=holder.row.pk)
    elif holder.kind == TEAM:
        people = people.filter(team_memberships__team=holder.row.pk, suspended_at=None)
        people = people.exclude(role__in=SEES_ALL)
    else:
        people = people.filter(
            organization__client_contracts=holder.row.pk,
            role=Role.LEGAL_REPRESENTATIVE,
            suspended_at=None,
        )
        return [(each.user, False) for each in people]
    return [(each.user, each.role in CHOSEN_ONLY) for each in people]


def _to_givers(template: str, occasion: Occasion) -> Iterator[Letter]:
    """Whoever gave it and is still here; else the legal representatives of the Organization."""
    told = _told(occasion)
    people = Membership.objects.filter(user__is_active=True, suspended_at=None)
    people = people.select_related("user").order_by("pk")
    by_giver: dict[int, list[Grant]] = {}
    orphans: list[Grant] = []
    givers = {each.pk: each for each in people.filter(pk__in=[grant.giver_id for grant in told])}
    for grant in told:
        is_here = grant.giver_id in givers
        (by_giver.setdefault(grant.giver_id or 0, []) if is_here else orphans).append(grant)
    for pk, grants in by_giver.items():
        yield _letter(template, occasion, givers[pk].user, grants)
    if not orphans:
        return
    organization = occasion.entry.organization_id
    heads = people.filter(organization=organization, role=Role.LEGAL_REPRESENTATIVE)
    for head in heads.exclude(pk__in=by_giver):
        yield _letter(template, occasion, head.user, orphans)


def _letter(template: str, occasion: Occasion, reader: User, grants: Sequence[Grant]) -> Letter:
    first = grants[0]
    holder = holder_of(first)
    context: dict[str, Any] = {
        "person": reader.full_name,
        "holder": holder.name,
        "kind": holder.kind,
        "organization": first.organization.name,
        "slug": first.organization.slug,
        "by": occasion.actor.name,
        "partner": occasion.actor.partner_name,
        "grants": _Lines(grants),
        "count": len(grants),
        "reason": first.reason if len({each.reason for each in grants}) == 1 else "",
    }
    return Letter(
        to=reader.email,
        template=template,
        context=context,
        language=reader.language,
        time_zone=reader.time_zone,
        to_name=reader.full_name,
    )


class _Lines:
    """The grants in words of the reader's language: read while the letter is rendered."""

    def __init__(self, grants: Sequence[Grant]) -> None:
        self._grants = grants

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for grant in self._grants:
            yield {
                "reach": reach_words(grant),
                "level": level_label(grant.level),
                "until": until(grant),
            }
