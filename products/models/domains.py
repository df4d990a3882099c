"""Domains: what is more about them than about other products."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Membership, Organization
from products.models.charges import Charge
from products.models.contacts import Contact
from products.models.products import Product
from products.models.roles import SEES_ALL

if TYPE_CHECKING:
    from console.shell.actor import Actor


class Domain(models.Model):
    """The domain side of a product of type `domain`; its phase is the product's status and its
    expiry the product's. `walked_on` is the last day that the domain clock has seen it."""

    product = models.OneToOneField(Product, models.CASCADE, related_name="domain", primary_key=True)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    extension = models.CharField(max_length=63)
    registered_at = models.DateTimeField(null=True, blank=True)
    phase_since = models.DateTimeField(default=timezone.now)
    phase_ends_at = models.DateTimeField(null=True, blank=True)
    is_locked = models.BooleanField(default=True)
    nameservers = models.JSONField(default=list)
    walked_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["phase_ends_at"],
                condition=models.Q(phase_ends_at__isnull=False),
                name="domain_by_phase_end",
            )
        ]

    def __str__(self) -> str:
        return str(self.product)


class Notice(models.Model):
    """One letter that was due about one product: the same step toward the same expiry is told
    once, whatever crashes or runs twice (E8)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.DateField()
    step = models.CharField(max_length=20)
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "kind", "about", "step"], name="notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.kind} {self.step}"


class IncomingTransferQuerySet(models.QuerySet["IncomingTransfer"]):
    """Transfers in, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those whose domain the actor can see."""
        rows = self.filter(organization_id=actor.here)
        if actor.role in SEES_ALL:
            return rows
        return rows.filter(product__in=Product.objects.visible_to(actor))


class IncomingTransfer(models.Model):
    """A domain on its way to us from another registrar (G10)."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("Asked for")
        PENDING = "pending", _("The other registrar decides")
        FAILED = "failed", _("Failed")
        DONE = "done", _("Done")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.OneToOneField(Product, models.CASCADE, related_name="incoming_transfer")
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    # The registry's code and words.
    failure_code = models.PositiveSmallIntegerField(null=True, blank=True)
    failure_text = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by_name = models.CharField(max_length=254)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[IncomingTransfer]] = IncomingTransferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["organization", "-asked_at"],
                condition=models.Q(state="failed"),
                name="transfer_failed",
            )
        ]

    def __str__(self) -> str:
        return str(self.product)


class RegistrarOrder(models.Model):
    """One command to a registry, written before it is sent: after a crash or a lost answer the
    domain is queried, and only what did not happen is asked again."""

    class State(models.TextChoices):
        """What is known of it."""

        READY = "ready", _("To be sent")
        SENT = "sent", _("Sent, no answer yet")
        DONE = "done", _("Done")
        FAILED = "failed", _("Refused")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="registrar_orders")
    key = models.CharField(max_length=64, unique=True)
    verb = models.CharField(max_length=20)
    # What is asked; never an authorization code or another secret.
    request = models.JSONField(default=dict)
    # The expiry at the time of asking: what tells afterwards whether a renewal happened.
    expires_at_before = models.DateTimeField(null=True, blank=True)
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="+")
    # Who asked; nobody when the clock did. The name stays when the member is gone.
    asked_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by_name = models.CharField(max_length=254, blank=True)
    # Who holds the product once this is done; nobody where it only tells of the holder's card.
    new_holder = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=6, choices=State, default=State.READY)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    message = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=["ready", "sent"]),
                name="registrar_order_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.product}"
