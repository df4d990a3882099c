"""Letting a domain go elsewhere: when that can be asked for, and its authorization code.

The code is made by the registrar's side when it is asked for, shown in that one answer, and kept
nowhere here: not in the session, the log, a letter or a table of this app.
"""

from __future__ import annotations

import secrets

from django.core import signing

from console.shell.actor import Actor
from products.holder_writing import order_key
from products.models import Product
from products.registrar.chosen import registrar

RELEASABLE = frozenset({"active", "expired"})
# How long a form that shows a code can be sent, in seconds.
FORM_LASTS = 600
_SALT = "products.release.code"


def is_releasable(product: Product) -> bool:
    """Whether it is a domain that a registry lets go."""
    return product.type == "domain" and product.status in RELEASABLE


def code_ticket(actor: Actor, product: Product) -> str:
    """What the form carries: for this person and this product, for ten minutes. Sent twice it
    shows the same code; afterwards another form makes another one."""
    made = [actor.user_id, product.pk, secrets.token_hex(8)]
    return signing.dumps(made, salt=_SALT)


def is_good_ticket(actor: Actor, product: Product, ticket: str) -> bool:
    """Whether the form was made for this person and product, within ten minutes."""
    try:
        made = signing.loads(ticket, salt=_SALT, max_age=FORM_LASTS)
    except signing.BadSignature:
        return False
    return bool(made[:2] == [actor.user_id, product.pk])


def fetch_code(product: Product, ticket: str) -> str:
    """A new code from the registry; the one before is dead. Raises what the port raises."""
    return registrar().authorization_code(product.name, key=order_key("code", ticket, product))
