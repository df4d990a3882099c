"""Offering products to another Organization, and taking the offer back (GX.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.actions import ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs.holding import hold_actor
from orgs.invitations.tokens import digest_of, new_token
from orgs.models import Organization
from products.holding import hold_products
from products.models import Move, MoveItem, Product
from products.moving.holding import hold_move, lock_both
from products.moving.objections import lines_of
from products.moving.sides import beside
from products.moving.standing import LASTS, PERMISSION
from products.moving.ways import MAIL, PLACE, WAYS, places_to_send

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Offered:
    """The offer, and the secret of its link, which nobody can read again."""

    move: Move
    token: str


@action
def offer_products(
    *,
    actor: Actor,
    product_ids: Sequence[int],
    way: str,
    email: str = "",
    receiver: str = "",
    terms: bool,
    is_proven: bool,
) -> Offered:
    """Offer products to another Organization: by a link to copy, by a letter with the link to
    `email`, or to an Organization (`receiver`, its slug) where the actor may accept it too.

    Nothing changes until it is accepted; the offer ends after 30 days. Raises `Refused` when
    something stands against one of the products, the terms are not accepted or the way leads
    nowhere; `Forbidden` when the actor's right is gone; `ProofNeeded` when the person did not
    prove themselves just now.
    """
    place = _place(actor, receiver) if way == PLACE else None
    organization = lock_both(actor.here, place.pk if place else None)[actor.here]
    hold_actor(actor)
    products = hold_products(actor, product_ids, PERMISSION)
    _refuse_choice(products, way, email, place, terms=terms)
    if place is not None and not _still_there(actor, place):
        raise Refused(_("You no longer represent or administer that organization."), "receiver")
    if any(each.obstacle for each in lines_of(products)):
        raise Refused(_("Not every product can move. Nothing was offered."))
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    _end_dead_offers(actor, products)
    token = new_token()
    move = Move.objects.create(
        organization=organization,
        receiver=place,
        email=email if way == MAIL else "",
        token_digest=digest_of(token),
        offered_by_id=actor.membership_id,
        offered_by_name=actor.name,
        expires_at=timezone.now() + LASTS,
    )
    MoveItem.objects.bulk_create(
        MoveItem(organization=organization, move=move, product=each, product_name=each.name)
        for each in products
    )

    after = {"products": [each.name for each in products], "to": _whom(move)}
    record("products.move.offered", actor, move, after=after, token=token)
    if place is not None:
        record("products.move.received", beside(actor, place), move, after=after)
    return Offered(move, token if way != PLACE else "")


@action
def withdraw_move(*, actor: Actor, move_id: int) -> Move:
    """Take an offer back; withdrawn already: nothing happens.

    Raises `Refused` when it was answered meanwhile, `Forbidden` when the actor's right is gone.
    """
    move = hold_move(actor, Move.objects.filter(pk=move_id, organization_id=actor.here))
    if move.withdrawn_at is not None:
        return move
    if move.accepted_at is not None or move.refused_at is not None:
        raise Refused(_("It has been answered meanwhile. Look again."))

    _end(move, actor)

    after = {"products": _names(move)}
    record("products.move.withdrawn", actor, move, after=after)
    if move.receiver is not None:
        record("products.move.withdrawn", beside(actor, move.receiver), move, after=after)
    return move


def _refuse_choice(
    products: Sequence[Product],
    way: str,
    email: str,
    place: Organization | None,
    *,
    terms: bool,
) -> None:
    if not products:
        raise Refused(_("Tick at least one product."))
    if len(products) > MOST_AT_ONCE:
        sentence = ngettext(
            "At most %(count)d product at once.",
            "At most %(count)d products at once.",
            MOST_AT_ONCE,
        )
        raise Refused(sentence % {"count": MOST_AT_ONCE})
    if way not in WAYS:
        raise Refused(_("Choose how the offer reaches the other side."), "way")
    if way == MAIL and not email:
        raise Refused(_("Enter the address that the link goes to."), "email")
    if way == PLACE and place is None:
        raise Refused(_("Choose one of your organizations."), "receiver")
    if not terms:
        raise Refused(_("Accept the terms first."), "terms")


def _place(actor: Actor, slug: str) -> Organization | None:
    return next((each for each in places_to_send(actor) if each.slug == slug), None)


def _still_there(actor: Actor, place: Organization) -> bool:
    """Asked again under the lock of that Organization."""
    return place in places_to_send(actor)


def _end_dead_offers(actor: Actor, products: Sequence[Product]) -> None:
    """Offers that ran out, or whose maker lost the right, still hold on to their products."""
    rows = Move.objects.select_for_update(of=("self",)).filter(
        items__product__in=products, items__is_open=True
    )
    for move in rows.order_by("pk"):
        _end(move, actor)


def _end(move: Move, actor: Actor) -> None:
    move.withdrawn_at, move.ended_by = timezone.now(), actor.name
    move.save(update_fields=["withdrawn_at", "ended_by"])
    MoveItem.objects.filter(move=move).update(is_open=False)


def _whom(move: Move) -> str:
    return move.receiver.name if move.receiver else move.email


def _names(move: Move) -> list[str]:
    return list(move.items.order_by("pk").values_list("product_name", flat=True))
