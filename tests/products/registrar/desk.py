"""Orders under test: products with a charge, and a desk that works until nothing is open."""

from __future__ import annotations

import itertools
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from orgs.models import Organization
from products.models import Charge, Product, RegistrarOrder
from products.registrar import orders
from products.registrar.port import Card
from tests.products.conftest import make_contact
from tests.products.registrar.conftest import CARD
from tests.products.registrar.server import EppServer, World

CODE = "Open-Sesame1"
OTHER = Card("Bo Lee", "", "Street 2", "4000", "Basel", "CH", "+41612345678", "bo@alpine.example")
REQUESTS: dict[str, dict[str, Any]] = {
    "register": {"years": 1, "holder": asdict(CARD), "nameservers": ["ns1.alpine.example"]},
    "renew": {"years": 2},
    "restore": {},
    "transfer": {},
    "contacts": {"holder": asdict(OTHER)},
    "lock": {"is_locked": True},
}
SCENES: dict[str, dict[str, Any]] = {
    "renew": {"expires_in": 20},
    "restore": {"expires_in": -50},
    "transfer": {"sponsor": "other", "code": CODE, "expires_in": 200},
    "contacts": {},
    "lock": {},
}
MONEY = ("register", "renew", "restore", "transfer")
_numbers = itertools.count(1)


def set_scene(world: World, organization: Organization, verb: str, **more: Any) -> Product:
    """A name that the verb can be done to, and its product."""
    name = f"name{next(_numbers)}.example"
    facts = SCENES.get(verb, {}) | more
    if verb != "register":
        world.put(name, **facts)
    state = world.registrar.query(name)
    return Product.objects.create(
        organization=organization,
        type="domain",
        name=name,
        holder=make_contact(organization),
        sort_name=name,
        search_text=name.upper(),
        expires_at=state.expires_at if state and verb != "transfer" else None,
    )


def make_charge(product: Product, purpose: str) -> Charge:
    return Charge.objects.create(
        organization=product.organization,
        key=f"charge-{next(_numbers)}",
        purpose=purpose,
        product_name=product.name,
        amount=Decimal("12.00"),
        currency="CHF",
        source="https://example.com/prices",
        created_by="Ada",
        settled_at=timezone.now(),
    )


def place(product: Product, verb: str, **more: Any) -> RegistrarOrder:
    """An order with what it needs, and a charge where it costs money."""
    if verb in MONEY:
        more.setdefault("charge", make_charge(product, verb))
    if verb == "transfer":
        more.setdefault("authorization_code", CODE)
    more.setdefault("key", f"order-{next(_numbers)}")
    return orders.place(product, verb, **(REQUESTS[verb] | more))


@dataclass
class Desk:
    """Works off orders with a clock of its own, so that no pause is waited for."""

    world: World
    now: datetime = field(default_factory=timezone.now)
    returned: list[Charge] = field(default_factory=list)

    def give_back(self, charge: Charge) -> None:
        self.returned.append(charge)
        charge.returned_at = timezone.now()
        charge.save(update_fields=["returned_at"])

    def work(self, rounds: int = 1) -> None:
        for _ in range(rounds):
            orders.carry_out(registrar=self.world.registrar, give_back=self.give_back, now=self.now)
            self.now += timedelta(hours=2)

    def work_off(self, order: RegistrarOrder, rounds: int = 30) -> RegistrarOrder:
        """Until the order is ended, or the registry has it in hand."""
        for _ in range(rounds):
            self.work()
            order.refresh_from_db()
            if order.state in {"done", "failed"} or order.code == 1001:
                return order
        raise AssertionError(f"{order.verb} is still {order.state}: {order.code} {order.message}")


def ledger(server: EppServer, product: Product) -> dict[str, int]:
    """What the registry counted for this name, by verb."""
    found = server.tell("ledger")["counted"]
    return {
        each.split()[0]: count for each, count in found.items() if each.endswith(f" {product.name}")
    }
