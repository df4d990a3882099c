"""Transferring domains in from another registrar (G10)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import guards, policy
from orgs.holding import hold_actor
from orgs.models import Organization
from orgs.names import fold, fold_for_search
from products.charge import charge, give_back
from products.holding import hold_product
from products.models import (
    ELSEWHERE,
    Contact,
    Domain,
    Grant,
    IncomingTransfer,
    Ownership,
    Product,
    RegistrarOrder,
)
from products.models.roles import SEES_ALL
from products.ownership import note_facts
from products.registrar.orders import place
from products.renewed import money
from products.transfer_cards import cards_for
from products.transfer_lines import LONGEST_CODE, Line, check
from products.transfer_once import done_before

MAY = "products.product.renew"
UNDER_WAY, FAILED = "transferring", "transfer_failed"
_State = IncomingTransfer.State


@action
def start_transfers(
    *, actor: Actor, lines: Sequence[Line], holder: Contact, key: str, count: int, total: Decimal
) -> list[Product]:
    """Order a transfer for every line that is right: all of them together, or none.

    `key` was made with the form: sent twice, it is the same order; sent with another list, or
    after what it ordered was given up, it orders nothing. `count` and `total` are what the
    person saw. A domain that is noted as kept elsewhere becomes this very product, with its
    tags and grants; a collaborator with the accounting right, who would not see what they
    ordered, gets access to it. Raises `Overtaken` when something else came in between,
    `Refused` for nothing to order, `Forbidden` when the actor may not.
    """
    organization = guards.lock(actor.organization_id)
    hold_actor(actor)
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
    if (len(checked.right), checked.total.amount) != (count, total):
        raise Overtaken(_("Something has changed since you looked. Look at the lines again."))
    try:
        with transaction.atomic():
            happened = [
                _start(actor, organization, each, card, f"{known_by}{each.number}")
                for each in checked.right
            ]
    except IntegrityError:
        raise Overtaken(_("One of these domains was added elsewhere just now.")) from None
    record_each("products.transfer.started", actor, happened)
    return [each.subject for each in happened if isinstance(each.subject, Product)]


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
    guards.lock(actor.organization_id)
    hold_actor(actor)
    product = hold_product(actor, product_id, MAY)
    rows = IncomingTransfer.objects.select_for_update(of=("self",)).select_related("charge")
    return product, rows.filter(product=product).first()


def _start(
    actor: Actor, organization: Organization, line: Line, holder: Contact, key: str
) -> Happened:
    product = _product(actor, organization, line, holder)
    if line.price is None:
        raise ValueError("only a line with a price is ordered")
    paid = charge(actor=actor, key=key, purpose="transfer", product=product, price=line.price)
    transfer = IncomingTransfer.objects.create(
        organization=organization,
        product=product,
        asked_by_id=actor.membership_id,
        asked_by_name=actor.name,
        charge=paid,
    )
    number = _order(actor, product, transfer, line.code)
    after = {"amount": money(paid), "holder": str(holder), "attempt": number}
    return Happened(product, after=after)


def _product(actor: Actor, organization: Organization, line: Line, holder: Contact) -> Product:
    noted = Product.objects.select_for_update().filter(
        organization=organization, type="domain", name=line.name, status=ELSEWHERE
    )
    product = noted.order_by("pk").first()
    was = str(product.holder) if product else None
    if product is None:
        product = Product.objects.create(
            organization=organization,
            type="domain",
            name=line.name,
            status=UNDER_WAY,
            holder=holder,
            sort_name=fold(line.name)[:253],
            search_text=fold_for_search(line.name),
        )
    else:
        product.organization, product.holder = organization, holder
        Product.objects.filter(pk=product.pk).update(holder=holder)
        _set_status(product, UNDER_WAY)
    Domain.objects.get_or_create(
        product=product,
        defaults={"organization": organization, "extension": line.name.rpartition(".")[2]},
    )
    if was is None:
        note_facts([product], by=actor.name)
    elif was != str(holder):
        note_facts([product], by=actor.name, facts=(Ownership.Fact.HOLDER,))
    if (
        actor.role not in SEES_ALL
        and not Product.objects.visible_to(actor).filter(pk=product.pk).exists()
    ):
        Grant.objects.create(
            organization=organization,
            membership_id=actor.membership_id,
            scope=Grant.Scope.PRODUCT,
            product=product,
            level="view",
            reason=_("Ordered the transfer"),
            given_by=actor.name,
        )
    return product


def _order(actor: Actor, product: Product, transfer: IncomingTransfer, code: str) -> int:
    """Place the next order; returns its number among all transfers of this product, so that one
    given up and begun anew never meets an old key."""
    number = RegistrarOrder.objects.filter(product=product, verb="transfer").count() + 1
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
        key=f"transfer-{product.pk}-{number}",
        charge=transfer.charge,
        actor=actor,
        authorization_code=code,
    )
    return number


def _set_status(product: Product, status: str) -> None:
    Product.objects.filter(pk=product.pk).update(status=status, version=F("version") + 1)
    product.status = status
