"""Writing what an order of transfers makes, for any number of lines in the same few statements."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from console.shell.audit import Happened
from orgs.models import Membership, Organization
from orgs.names import fold, fold_for_search
from products.charge import charge_each
from products.grant_words import as_plain
from products.models import (
    ELSEWHERE,
    SEES_ALL,
    Charge,
    Contact,
    Domain,
    Grant,
    IncomingTransfer,
    Ownership,
    Product,
    RegistrarOrder,
)
from products.ownership import note_facts
from products.registrar.order_many import Transfer, place_transfers
from products.renewed import money
from products.transfer_lines import Line

UNDER_WAY = "transferring"


def write_transfers(
    actor: Actor, organization: Organization, lines: Sequence[Line], holder: Contact, known_by: str
) -> tuple[list[Happened], list[Happened]]:
    """Product, charge, transfer and order for each line, under the lock of the Organization.

    Answers what happened to the products, in the order of the lines, and which access was given
    with it; both are to be recorded.
    """
    by_name = _products(actor, organization, lines, holder)
    products = [by_name[each.name] for each in lines]
    given = _access(actor, organization, products)
    wanted = [
        (f"{known_by}{line.number}", product, line.price)
        for line, product in zip(lines, products, strict=True)
        if line.price is not None
    ]
    charges = charge_each(actor=actor, purpose="transfer", wanted=wanted)
    numbers = numbers_of(products)
    rows = list(zip(lines, products, charges, strict=True))
    _transfers(actor, organization, rows, numbers)
    place_transfers(
        (
            Transfer(product, order_key(product, numbers[product.pk]), paid, line.code)
            for line, product, paid in rows
        ),
        actor=actor,
    )
    started = [
        Happened(
            product,
            after={
                "amount": money(paid),
                "holder": str(holder),
                "attempt": numbers[product.pk],
            },
        )
        for _line, product, paid in rows
    ]
    return started, given


def numbers_of(products: Sequence[Product]) -> dict[int, int]:
    """The number of the next order among all transfers of each product, so that one given up and
    begun anew never meets an old key."""
    rows = RegistrarOrder.objects.filter(product__in=products, verb="transfer").order_by()
    before = dict(rows.values_list("product").annotate(Count("pk")))
    return {each.pk: before.get(each.pk, 0) + 1 for each in products}


def order_key(product: Product, number: int) -> str:
    """The key of that order."""
    return f"transfer-{product.pk}-{number}"


def _products(
    actor: Actor, organization: Organization, lines: Sequence[Line], holder: Contact
) -> dict[str, Product]:
    """By name: what was noted as kept elsewhere becomes the product, with its tags and grants."""
    names = [each.name for each in lines]
    rows = Product.objects.filter(
        organization=organization, type="domain", name__in=names, status=ELSEWHERE
    )
    # Where a name is noted twice, the first note is the last that is written into the dict.
    held = rows.select_for_update(of=("self",)).select_related("holder").order_by("-pk")
    noted = {each.name: each for each in held}
    others = [each for each in noted.values() if str(each.holder) != str(holder)]
    if noted:
        Product.objects.filter(pk__in=[each.pk for each in noted.values()]).update(
            holder=holder, status=UNDER_WAY, version=F("version") + 1
        )
    for each in noted.values():
        each.organization, each.holder, each.status = organization, holder, UNDER_WAY
    made = Product.objects.bulk_create(
        Product(
            organization=organization,
            type="domain",
            name=name,
            status=UNDER_WAY,
            holder=holder,
            sort_name=fold(name)[:253],
            search_text=fold_for_search(name),
        )
        for name in names
        if name not in noted
    )
    products = noted | {each.name: each for each in made}
    Domain.objects.bulk_create(
        (
            Domain(product=each, organization=organization, extension=name.rpartition(".")[2])
            for name, each in products.items()
        ),
        ignore_conflicts=True,
    )
    note_facts(made, by=actor.name)
    note_facts(others, by=actor.name, facts=(Ownership.Fact.HOLDER,))
    return products


def _access(
    actor: Actor, organization: Organization, products: Sequence[Product]
) -> list[Happened]:
    """Whoever would not see what they ordered gets to see it."""
    if actor.role in SEES_ALL:
        return []
    rows = Product.objects.visible_to(actor).filter(pk__in=[each.pk for each in products])
    seen = set(rows.values_list("pk", flat=True))
    members = Membership.objects.select_related("user", "organization")
    member = members.get(pk=actor.membership_id or 0)
    grants = Grant.objects.bulk_create(
        Grant(
            organization=organization,
            membership=member,
            scope=Grant.Scope.PRODUCT,
            product=each,
            level="view",
            reason=_("Ordered the transfer"),
            given_by=actor.name,
            giver=member,
        )
        for each in products
        if each.pk not in seen
    )
    return [Happened(each, after=as_plain(each)) for each in grants]


def _transfers(
    actor: Actor,
    organization: Organization,
    rows: Sequence[tuple[Line, Product, Charge]],
    numbers: dict[int, int],
) -> None:
    IncomingTransfer.objects.bulk_create(
        IncomingTransfer(
            organization=organization,
            product=product,
            asked_by_id=actor.membership_id,
            asked_by_name=actor.name,
            charge=paid,
            attempts=numbers[product.pk],
        )
        for _line, product, paid in rows
    )
