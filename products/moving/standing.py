"""How an offer stands now. Only what was answered is stored; the rest follows from the clock and
from the right of whoever offered, so that nothing stored can be out of date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.policy import TABLE
from products.models import Move, MoveItem

PERMISSION = "products.move.offer"
LASTS = timedelta(days=30)


class Standing(models.TextChoices):
    """What became of it."""

    OPEN = "open", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    VOID = "void", _("No longer valid")


READ = (
    "accepted_at",
    "refused_at",
    "withdrawn_at",
    "expires_at",
    "offered_by__role",
    "offered_by__suspended_at",
    "offered_by__user__is_active",
)

SENTENCES: dict[str, Promise] = {
    Standing.ACCEPTED: _("This offer has been accepted already."),
    Standing.REFUSED: _("This offer has been refused."),
    Standing.WITHDRAWN: _("This offer has been withdrawn."),
    Standing.EXPIRED: _("This offer has run out: it could be answered for 30 days."),
    Standing.VOID: _("Who made this offer may no longer give these products away."),
}


def may_still_offer() -> Q:
    """The same as a condition: of an offer, whether its offerer may still make it."""
    return Q(
        offered_by__role__in=TABLE[PERMISSION].roles,
        offered_by__suspended_at=None,
        offered_by__user__is_active=True,
    )


def standing_of(move: Move) -> Standing:
    """How this one stands; read with `offered_by__user`, no query."""
    member = move.offered_by
    return _standing(
        move.accepted_at,
        move.refused_at,
        move.withdrawn_at,
        move.expires_at,
        may_still_offer=member is not None
        and _may_offer(member.role, member.suspended_at, is_active=member.user.is_active),
    )


def read_standing(row: Mapping[str, Any]) -> Standing:
    """The same, of a row that was read by `.values()` with the fields of `READ`."""
    return _standing(
        row["accepted_at"],
        row["refused_at"],
        row["withdrawn_at"],
        row["expires_at"],
        may_still_offer=_may_offer(
            row["offered_by__role"],
            row["offered_by__suspended_at"],
            is_active=row["offered_by__user__is_active"],
        ),
    )


def is_live(move: Move) -> bool:
    """Whether it can be accepted."""
    return standing_of(move) == Standing.OPEN


def find_by_digest(digest: str) -> Move | None:
    """The offer of a link. One that was made to a named Organization has none."""
    rows = Move.objects.select_related("organization", "offered_by__user")
    found = rows.filter(token_digest=digest).first() if digest else None
    if found is None or (found.receiver_id is not None and found.accepted_at is None):
        return None
    return found


def live_offers(product_ids: Sequence[int]) -> dict[int, Move]:
    """The offer that each of these products stands in now; one query."""
    items = MoveItem.objects.filter(product__in=product_ids, is_open=True).select_related(
        "move__organization", "move__receiver", "move__offered_by__user"
    )
    return {each.product_id or 0: each.move for each in items if is_live(each.move)}


def waiting_for(actor: Actor) -> list[Move]:
    """Offers made to the Organization the actor is in that nobody has answered, the oldest
    first; one query."""
    rows = Move.objects.visible_to(actor).open().filter(receiver_id=actor.here)
    found = rows.filter(expires_at__gt=timezone.now()).select_related(
        "organization", "offered_by__user"
    )
    return [each for each in found.order_by("created_at", "pk") if is_live(each)]


def _standing(
    accepted_at: datetime | None,
    refused_at: datetime | None,
    withdrawn_at: datetime | None,
    expires_at: datetime,
    *,
    may_still_offer: bool,
) -> Standing:
    if accepted_at is not None:
        return Standing.ACCEPTED
    if refused_at is not None:
        return Standing.REFUSED
    if withdrawn_at is not None:
        return Standing.WITHDRAWN
    if expires_at <= timezone.now():
        return Standing.EXPIRED
    return Standing.OPEN if may_still_offer else Standing.VOID


def _may_offer(role: str | None, suspended_at: datetime | None, *, is_active: bool | None) -> bool:
    """Of a member; all of it is nothing where the member is gone."""
    return role in TABLE[PERMISSION].roles and suspended_at is None and bool(is_active)
