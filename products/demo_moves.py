"""Moves of the demonstration: one offer by letter to Sofia Solo, and one that waits in `alpine`,
whose administrator Wes Webmaster leads `agency` as well."""

from __future__ import annotations

from orgs.models import Membership, Organization
from orgs.reach import as_actor
from products.actions.moves import offer_products
from products.models import Product
from products.moving.ways import MAIL, PLACE


def load_moves(alpine: Organization, agency: Organization, domain: str) -> None:
    """Both made by the action, so that the entries and letters are real."""
    _offer(alpine, f"legal@{domain}", "summit-cafe.example", MAIL, email=f"solo@{domain}")
    _offer(agency, f"webmaster@{domain}", "Agency mail", PLACE, receiver=alpine.slug)


def _offer(organization: Organization, who: str, name: str, way: str, **whom: str) -> None:
    member = Membership.objects.get(organization=organization, user__email=who)
    product = Product.objects.get(organization=organization, name=name)
    offer_products(
        actor=as_actor(member),
        product_ids=[product.pk],
        way=way,
        terms=True,
        is_proven=True,
        **whom,
    )
