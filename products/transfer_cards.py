"""Which contact cards somebody may choose as the holder of what they transfer in."""

from __future__ import annotations

from django.db.models import QuerySet

from console.shell.actor import Actor
from products.models import Contact, Product
from products.models.roles import SEES_ALL


def cards_for(actor: Actor) -> QuerySet[Contact]:
    """All for administrators; whoever else may order chooses among the holders that they see on
    their products."""
    if actor.role in SEES_ALL:
        return Contact.objects.visible_to(actor)
    held = Product.objects.visible_to(actor).values("holder")
    return Contact.objects.filter(organization_id=actor.here, pk__in=held)
