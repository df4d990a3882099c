"""The answer to an offer of products: the whole of it, or nothing."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs.models import Organization
from products.grant_words import as_plain
from products.models import Grant, Move, MoveItem, Product
from products.moving.carrying import carry_over
from products.moving.holding import hold_move
from products.moving.objections import lines_of
from products.moving.sides import beside
from products.moving.standing import SENTENCES, Standing, standing_of


@action
def accept_move(*, actor: Actor, move_id: int, digest: str = "") -> Move:
    """Take everything that is offered into the Organization the actor is in, or nothing of it.

    `digest` is that of the link, where the offer was not made to one Organization.

    Manager and payer become that Organization, the holder stays; users, teams, partners, their
    access and the tags do not follow. Decided under the locks of both Organizations: raises
    `Refused` when the offer is dead, was made to another Organization, or something stands
    against one of the products by now; `Forbidden` when the actor's right is gone. Accepted
    already, by the same Organization: nothing happens.
    """
    move = hold_move(actor, Move.objects.filter(pk=move_id))
    if move.accepted_at is not None and move.receiver_id == actor.here:
        return move
    _refuse_dead(move)
    _refuse_receiver(actor, move, digest)
    products = _hold_products(move)

    receiver = Organization.objects.get(pk=actor.here)
    former, names = move.organization, [each.name for each in products]
    ending = Grant.objects.filter(product__in=products).select_related(
        "organization", "product", "team", "membership__user", "contract__partner"
    )
    ended = [Happened(each, as_plain(each)) for each in ending.order_by("pk")]
    carry_over(products, former, receiver, by=actor.name)
    move.accepted_at, move.receiver, move.ended_by = timezone.now(), receiver, actor.name
    move.save(update_fields=["accepted_at", "receiver", "ended_by"])
    MoveItem.objects.filter(move=move).update(is_open=False)

    there = beside(actor, former)
    record_each("products.grant.withdrawn", there, ended)
    left = [Happened(each, {}, {"to": receiver.name}) for each in products]
    record_each("products.product.moved_out", there, left)
    record("products.move.accepted", there, move, after={"products": names, "to": receiver.name})
    arrived = [Happened(each, {}, {"from": former.name}) for each in products]
    record_each("products.product.moved_in", actor, arrived)
    record("products.move.accepted", actor, move, after={"products": names, "from": former.name})
    return move


@action
def refuse_move(*, actor: Actor, move_id: int, digest: str = "") -> Move:
    """Say no to an offer: whoever holds its link may, or who may accept where it was sent.

    Raises `Refused` when it is dead; refused already: nothing happens.
    """
    move = hold_move(actor, Move.objects.filter(pk=move_id))
    if move.refused_at is not None:
        return move
    _refuse_dead(move)
    _refuse_receiver(actor, move, digest)

    move.refused_at, move.ended_by = timezone.now(), actor.name
    move.save(update_fields=["refused_at", "ended_by"])
    MoveItem.objects.filter(move=move).update(is_open=False)

    names = list(move.items.order_by("pk").values_list("product_name", flat=True))
    record(
        "products.move.refused", beside(actor, move.organization), move, after={"products": names}
    )
    if move.receiver is not None:
        record("products.move.refused", actor, move, after={"products": names})
    return move


def _refuse_dead(move: Move) -> None:
    standing = standing_of(move)
    if standing != Standing.OPEN:
        raise Refused(str(SENTENCES[standing]))


def _refuse_receiver(actor: Actor, move: Move, digest: str) -> None:
    """An offer to nobody by name is for whoever holds its link."""
    if move.organization_id == actor.here:
        raise Refused(_("These products are in this organization already."), "organization")
    is_for_them = (
        move.receiver_id == actor.here if move.receiver_id else move.token_digest == digest
    )
    if not is_for_them:
        raise Refused(_("This offer was made to another organization."), "organization")


def _hold_products(move: Move) -> list[Product]:
    """All of them as they are now; raises `Refused` for the first that cannot move."""
    items = list(move.items.order_by("pk"))
    rows = Product.objects.select_for_update(of=("self",)).select_related("holder")
    found = rows.filter(
        pk__in=[each.product_id for each in items], organization_id=move.organization_id
    )
    products = list(found.order_by("pk"))
    there = {each.pk for each in products}
    for each in items:
        if each.product_id not in there:
            sentence = _("%(name)s is not there any more. Nothing was moved.")
            raise Refused(sentence % {"name": each.product_name})
    for line in lines_of(products, within=move):
        if line.obstacle:
            sentence = _("%(name)s cannot move: %(reason)s")
            raise Refused(sentence % {"name": line.product.name, "reason": line.obstacle})
    return products
