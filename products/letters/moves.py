"""Letters about products on their way to another Organization."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.utils.translation import get_language

from auth2fa.models import User
from console.shell.letters import Letter, Occasion, letter, letter_guard
from orgs.models import Organization
from orgs.policy.gate import TABLE
from orgs.reach import members_who_may
from products.models import Move
from products.moving.links import link_of, page_of
from products.moving.standing import PERMISSION, Standing, standing_of

GUARD = "products.move.open"


@letter("products.move.offered")
def send_the_link(occasion: Occasion) -> Iterator[Letter]:
    """E16: who offers what, until when, and the link; only where an address was chosen."""
    move = cast("Move", occasion.subject)
    if not move.email:
        return
    reader = User.objects.filter(email=move.email, is_active=True).first()
    yield Letter(
        to=move.email,
        template="products/move_offered",
        context={
            **_about(occasion, move),
            "link": link_of(str(occasion.extra["token"])),
            "expires_at": move.expires_at,
        },
        language=reader.language if reader else get_language() or "en",
        time_zone=reader.time_zone if reader else move.organization.time_zone,
        guard=GUARD,
        guard_arguments={"move_id": move.pk, "digest": move.token_digest},
    )


@letter_guard(GUARD)
def still_offered(move_id: int, digest: str) -> str:
    """Whether the link still opens: not answered, withdrawn or run out, and who offered may
    still."""
    move = Move.objects.select_related("offered_by__user").filter(pk=move_id).first()
    if move is None or move.token_digest != digest:
        return "the offer is gone"
    standing = standing_of(move)
    return "" if standing == Standing.OPEN else f"the offer is {standing.value}"


@letter("products.move.received")
def tell_who_can_accept(occasion: Occasion) -> Iterator[Letter]:
    """Those who can accept it where it was sent, but for who sent it."""
    yield from _to_side(occasion, "products/move_received")


@letter("products.move.accepted")
@letter("products.move.refused")
@letter("products.move.withdrawn")
def tell_how_it_ended(occasion: Occasion) -> Iterator[Letter]:
    """Everybody on either side who could have said yes or no; each side has its own entry. The
    chosen address learns that its link is dead."""
    move = cast("Move", occasion.subject)
    yield from _to_side(occasion, "products/move_ended")
    is_taken_back = move.withdrawn_at is not None and bool(move.email)
    if is_taken_back and occasion.entry.organization_id == move.organization_id:
        yield Letter(
            to=move.email,
            template="products/move_ended",
            context={**_about(occasion, move), "person": "", "here": ""},
            time_zone=move.organization.time_zone,
        )


def _to_side(occasion: Occasion, template: str) -> Iterator[Letter]:
    move = cast("Move", occasion.subject)
    here = Organization.objects.get(pk=occasion.entry.organization_id or 0)
    rows = members_who_may(TABLE[PERMISSION], here.pk).filter(user__is_active=True)
    for each in rows.select_related("user"):
        if template.endswith("received") and each.user_id == occasion.actor.user_id:
            continue
        yield Letter(
            to=each.user.email,
            template=template,
            context={
                **_about(occasion, move),
                "person": each.user.full_name,
                "here": here.name,
                "link": page_of(move, here),
            },
            language=each.user.language,
            time_zone=each.user.time_zone,
            to_name=each.user.full_name,
        )


def _about(occasion: Occasion, move: Move) -> dict[str, Any]:
    names = cast("list[str]", occasion.entry.after["products"])
    return {
        "names": names,
        "by": occasion.actor.name,
        "former": move.organization.name,
        "receiver": move.receiver.name if move.receiver else "",
        "at": occasion.entry.created_at,
        "state": standing_of(move).value,
    }
