"""What the accounting right opens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orgs.policy import ADMINISTRATORS, Rule, register

register(
    "billing.account.manage",
    Rule(
        _("manage orders, renewals, invoices and payment profiles"),
        ADMINISTRATORS,
        with_accounting=True,
    ),
)
