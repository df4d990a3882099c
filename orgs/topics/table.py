"""The topics of the guide (G1.12)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.models import Role
from orgs.topics.registry import Audience, Group, Topic, Way, register_topic

LR, AD, CO, EX = Role
ACCOUNTING = Audience(frozenset({LR, AD}), with_accounting=True)
EVERY_MEMBER = Audience(frozenset(Role.values))
# The names of the people are for inside members alone (decisions, "Who may look").
INSIDE = Audience(frozenset({LR, AD, CO}))
ADMINISTRATORS = frozenset({LR, AD})


def _billing(name: str, label: Promise, description: Promise) -> None:
    register_topic(
        Topic(
            f"billing.{name}",
            Group.BILLING,
            label,
            description,
            ACCOUNTING,
            default=frozenset({LR, AD, CO}),
            ways=(Way.EMAIL, Way.SMS),
        )
    )


def _products(
    name: str, label: Promise, description: Promise, audience: Audience, default: frozenset[str]
) -> None:
    register_topic(Topic(name, Group.PRODUCTS, label, description, audience, default))


_billing("invoice_issued", _("New invoice"), _("An invoice was issued to the organization."))
_billing("invoice_reminded", _("Invoice reminder"), _("An invoice is due and not paid."))
_billing("payment_made", _("Payment made"), _("An invoice was paid from a payment profile."))
_billing("payment_received", _("Payment received"), _("A transfer to us has arrived."))
_billing("order_canceled", _("Order canceled"), _("An order was canceled before it was paid."))
_billing("renewal_due", _("Renewal due"), _("A product expires soon and must be renewed."))
_billing(
    "renewal_scheduled",
    _("Automatic renewal scheduled"),
    _("A product will be renewed and paid by itself soon."),
)
_billing("renewal_done", _("Renewal done"), _("A product was renewed."))
_billing("paypal_transferred", _("PayPal transfer"), _("An amount was moved through PayPal."))
_products(
    "products.service_activated",
    _("Service activated"),
    _("A new product is ready."),
    EVERY_MEMBER,
    ADMINISTRATORS,
)
_products(
    "products.storage_saturated",
    _("Storage almost full"),
    _("A product is running out of space."),
    EVERY_MEMBER,
    frozenset(Role.values),
)
_products(
    "products.service_canceled",
    _("Cancellation"),
    _("A product was canceled or has ended."),
    EVERY_MEMBER,
    ADMINISTRATORS,
)
_products(
    "products.management_blocked",
    _("Blocking or reactivation"),
    _("The management of a product was blocked, or opened again."),
    EVERY_MEMBER,
    frozenset(Role.values),
)
_products(
    "orgs.member_joined",
    _("New user"),
    _("Somebody joined the organization."),
    INSIDE,
    ADMINISTRATORS,
)
_products(
    "products.trial_ending",
    _("Trial about to expire"),
    _("A trial of a product ends soon."),
    EVERY_MEMBER,
    ADMINISTRATORS,
)
