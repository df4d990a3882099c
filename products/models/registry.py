"""Tables of the registrar side: the embedded registry's own, and what an order must not say.

A registry is no tenant: its names belong to whoever sponsors them, whatever Organization asks.
"""

from __future__ import annotations

from django.db import models

from products.models.domains import RegistrarOrder


class RegistryName(models.Model):
    """One registered name as the embedded registry knows it (`products.registrar.embedded`).

    Its phase is no column: it follows from `expires_at` and the figures of its extension.
    `told` is the last phase that the registry has told its registrar of.
    """

    name = models.CharField(max_length=253, unique=True)
    sponsor = models.CharField(max_length=40)
    registered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    holder = models.JSONField(default=dict)
    nameservers = models.JSONField(default=list)
    authorization_code = models.CharField(max_length=64, blank=True)
    is_locked = models.BooleanField(default=False)
    moved_at = models.DateTimeField(null=True, blank=True)
    transfer_asked_at = models.DateTimeField(null=True, blank=True)
    transfer_key = models.CharField(max_length=64, blank=True)
    transfer_answer = models.CharField(max_length=20, blank=True)
    told = models.CharField(max_length=20, default="active")

    class Meta:
        indexes = [models.Index(fields=["expires_at", "id"], name="registry_by_expiry")]

    def __str__(self) -> str:
        return self.name


class RegistryCommand(models.Model):
    """A command that the embedded registry carried out, by its client transaction identifier:
    asked again, it answers the same and does nothing."""

    key = models.CharField(max_length=64, unique=True)
    verb = models.CharField(max_length=20)
    name = models.CharField(max_length=253)
    is_pending = models.BooleanField(default=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verb} {self.name}"


class RegistryMessage(models.Model):
    """A message in the embedded registry's queue, until it is acknowledged."""

    at = models.DateTimeField()
    text = models.CharField(max_length=300)
    name = models.CharField(max_length=253, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.text


class OrderSecret(models.Model):
    """What an order needs and must not show (an authorization code), encrypted; deleted when the
    order ends (`products.registrar.sealing`)."""

    order = models.OneToOneField(
        RegistrarOrder, models.CASCADE, related_name="secret", primary_key=True
    )
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"secret of order {self.order_id}"
