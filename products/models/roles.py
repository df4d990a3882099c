"""Which roles reach products without a grant, and which can be granted chosen products only."""

from __future__ import annotations

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED, SYSTEM
from orgs.models import Role

# Who sees every product without a grant (decisions, "Who may do what").
SEES_ALL = frozenset({Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR, PARTNER_FULL, SYSTEM})
# Who can be given nothing but chosen products.
CHOSEN_ONLY = frozenset({Role.EXTERNAL, PARTNER_LIMITED})
