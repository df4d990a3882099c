"""Transferring domains in from another registrar (G10)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record, record_each
from console.shell.pasted import CHANGED
from orgs import policy
from orgs.holding import enter
from products.charge import give_back
from products.holding import hold_product
from products.models import ELSEWHERE, Contact, IncomingTransfer, Product
from products.registrar.orders import place
from products.renewed import money
from products.transfer_cards import cards_for
from products.transfer_lines import LONGEST_CODE, Line, check
from products.transfer_once import done_before
from products.transfer_writing import UNDER_WAY, numbers_of, order_key, write_transfers

MAY = "products.product.renew"
_State = IncomingTransfer.State


@action
def start_transfers(
    *,
    actor: Actor,
    lines: Sequence[Line],
    holder: Contact,
    key: str,
    seen: str,
) -> list[Product]:
    """Order a transfer for every line that is right: all of them together, or none.

    `key` was made with the form: sent twice, it is the same order; sent with another list, or after
    what it ordered was given up, it orders nothing. `seen` is the mark of the lines and prices
    that the person looked at. A domain that is noted as kept elsewhere becomes this very
    product, with its tags and grants; a collaborator with the accounting right, who would not
    see what they ordered, gets access to it. Raises `Overtaken` when something else came in
    between, `Refused` for nothing to order, `Forbidden` when the actor may not.
    """
    organization = enter(actor)
    decision = policy.decide(actor, MAY)
    if not decision:
        raise Forbidden(str(decision.reason))
    known_by = f"transfer-{organization.pk}-{key}-"
    checked = check(actor, organization, lines)
    if again := done_before(organization, known_by, checked):
        return again
    card = cards_for(actor).filter(pk=holder.pk).first()
    if card is None:
        raise Refused(_("This contact card is not there any more."), field="holder")
    if not checked.right or checked.total is None:
        raise Refused(_("There is nothing to transfer in this list."))
    if checked.mark != seen:
        raise Overtaken(CHANGED)

    started, given = write_transfers(actor, organization, checked.right, card, known_by)

    record_each("products.grant.given", actor, given)
    record_each("products.transfer.started", actor, started)
    return [each.subject for each in started if isinstance(each.subject, Product)]


@action
def restart_transfer(
    *, actor: Actor, product_id: int, number: int, authorization_code: str
) -> Product:
    """Start a failed transfer again, with a new code and on the charge of the first time (G10.2).

    `number` is that of the attempt that failed, as page or link name it. Raises `Overtaken` when
    it was started again meanwhile or is over, `Forbidden` when the actor may not.
    """
    product, transfer = _hold(actor, product_id)
    if transfer is None or transfer.state != _State.FAILED or transfer.attempts != number:
        raise Overtaken(_("This transfer was started again already. Nothing is paid twice."))
    if len(authorization_code) > LONGEST_CODE or not authorization_code.isprintable():
        sentence = _("This is no authorization code: it is too long, or has unusual characters.")
        raise Refused(sentence, field="authorization_code")
    after = {"attempt": _order(actor, product, transfer, authorization_code)}
    _set_status(product, UNDER_WAY)
    record("products.transfer.restarted", actor, product, before={"attempt": number}, after=after)
    return product


@action
def give_up_transfer(*, actor: Actor, product_id: int, number: int) -> Product:
    """End a failed transfer: what was paid is given back.

    The domain stays in the list as kept elsewhere, for that is what it is: its tags, access and
    history are not lost, and taking it off the list or transferring it anew remain possible.
    Raises `Overtaken` when it is not the failed attempt that was shown.
    """
    product, transfer = _hold(actor, product_id)
    if transfer is None or transfer.state != _State.FAILED or transfer.attempts != number:
        raise Overtaken(_("This transfer was started again already. Nothing is given back."))
    paid = transfer.charge
    transfer.delete()
    if paid is not None:
        give_back(paid)
    _set_status(product, ELSEWHERE)
    record(
        "products.transfer.given_up",
        actor,
        product,
        after={"returned": money(paid) if paid else ""},
    )
    return product


def _hold(actor: Actor, product_id: int) -> tuple[Product, IncomingTransfer | None]:
    enter(actor)
    product = hold_product(actor, product_id, MAY)
    rows = IncomingTransfer.objects.select_for_update(of=("self",)).select_related("charge")
    return product, rows.filter(product=product).first()


def _order(actor: Actor, product: Product, transfer: IncomingTransfer, code: str) -> int:
    """Place the next order; returns its number among all transfers of this product."""
    number = numbers_of([product])[product.pk]
    now = timezone.now()
    IncomingTransfer.objects.filter(pk=transfer.pk).update(
        state=_State.ASKED,
        attempts=number,
        failure_code=None,
        failure_text="",
        asked_by_id=actor.membership_id,
        asked_by_name=actor.name,
        changed_at=now,
    )
    place(
        product,
        "transfer",
        key=order_key(product, number),
        charge=transfer.charge,
        actor=actor,
        authorization_code=code,
    )
    return number


def _set_status(product: Product, status: str) -> None:
    Product.objects.filter(pk=product.pk).update(status=status, version=F("version") + 1)
    product.status = status
