"""Somebody of the demonstration who is invited with access to products."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orgs.actions.invitations import invite_member
from orgs.models import Membership, Organization, Role
from orgs.reach import as_actor
from products.grant_giving import Scope, Terms
from products.grant_promising import promise
from products.models import Level, Product

ASKED = timedelta(days=90)


def invite_with_products(organization: Organization, domain: str) -> None:
    """Paul looks after two products for three months; he has not answered yet."""
    member = Membership.objects.get(organization=organization, user__email=f"admin@{domain}")
    actor = as_actor(member)
    names = ["summit-cafe.example", "Photo drive"]
    products = list(Product.objects.filter(organization=organization, name__in=names))
    terms = Terms(Level.MANAGE, "The new menu", timezone.now() + ASKED)
    given = promise(actor, organization, Scope.PRODUCT, products, "", terms)
    invite_member(
        actor=actor,
        email=f"paul.projekt@{domain}",
        role=Role.EXTERNAL,
        grants={"products.grants": given},
        is_proven=True,
    )
