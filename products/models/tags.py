"""Tags: short colored labels on products."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from products.models.products import Product
from products.models.roles import SEES_ALL

if TYPE_CHECKING:
    from console.shell.actor import Actor


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of the Organization for its administrators; for others those on a product that
        they can see (G7.2)."""
        rows = self.filter(organization_id=actor.here)
        if actor.role in SEES_ALL:
            return rows
        seen = Product.objects.visible_to(actor)
        links = ProductTag.objects.filter(tag=models.OuterRef("pk"), product__in=seen)
        return rows.filter(models.Exists(links))


class Tag(models.Model):
    """A label of one Organization. `hue` is one of the palette of the style sheet, whose
    contrast is right in light and dark."""

    class Hue(models.TextChoices):
        """The palette."""

        ROSE = "rose", _("Rose")
        CLAY = "clay", _("Clay")
        SAND = "sand", _("Sand")
        MOSS = "moss", _("Moss")
        JADE = "jade", _("Jade")
        LAKE = "lake", _("Lake")
        IRIS = "iris", _("Iris")
        PLUM = "plum", _("Plum")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=60)
    # Folded, so that "Été" and "ete" are one tag.
    sort_name = models.CharField(max_length=60)
    hue = models.CharField(max_length=4, choices=Hue, default=Hue.LAKE)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Tag]] = TagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sort_name"], name="tag_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ProductTag(models.Model):
    """One tag on one product; with a copy of the product's order, so that a list of one tag is
    read from one index."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="product_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="product_tags")
    sort_name = models.CharField(max_length=253)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "tag"], name="tag_once_a_product")
        ]
        indexes = [models.Index(fields=["tag", "sort_name", "product"], name="product_by_tag")]

    def __str__(self) -> str:
        return f"{self.tag}: {self.product}"
