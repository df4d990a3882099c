"""The order of the roles, and what each may give or take."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED, SYSTEM, Actor
from orgs.models import Role

LR, AD, CO, EX = (
    Role.LEGAL_REPRESENTATIVE,
    Role.ADMINISTRATOR,
    Role.COLLABORATOR,
    Role.EXTERNAL,
)

GIVES: dict[str, frozenset[str]] = {
    LR: frozenset({LR, AD, CO, EX}),
    AD: frozenset({AD, CO, EX}),
    PARTNER_FULL: frozenset({AD, CO, EX}),
    SYSTEM: frozenset({LR, AD, CO, EX}),
}

DESCRIPTIONS: dict[str, Promise] = {
    LR: _("Everything, also naming and removing other legal representatives"),
    AD: _("Every product, every person below legal representative"),
    CO: _("Chosen products only, with or without accounting"),
    EX: _("Chosen products only; not counted in shares to everyone"),
}

PARTNER_LABELS: dict[str, Promise] = {
    PARTNER_FULL: _("Partner with full access"),
    PARTNER_LIMITED: _("Partner with limited access"),
}

_LABELS: dict[str, str | Promise] = {**{each.value: each.label for each in Role}, **PARTNER_LABELS}


def may_grant(actor: Actor, role: str) -> bool:
    """Nobody gives or takes more than they hold; only a legal representative gives that role."""
    return role in GIVES.get(actor.role, frozenset())


def role_label(role: str) -> str | Promise:
    """The role as people call it, partners included."""
    return _LABELS.get(role, role)


def role_count(role: str, count: int) -> SafeString:
    """So many people of that role, the number emphasized: "**31** collaborators"."""
    forms = {
        LR: ngettext("{count} legal representative", "{count} legal representatives", count),
        AD: ngettext("{count} administrator", "{count} administrators", count),
        CO: ngettext("{count} collaborator", "{count} collaborators", count),
        EX: ngettext("{count} external", "{count} externals", count),
    }
    return format_html(forms[Role(role)], count=format_html("<strong>{}</strong>", count))


def needs_fresh_proof(role_before: str, role_after: str) -> bool:
    """Giving or taking the role of administrator or above asks for fresh proof
    (security row 35): a stolen session must not make or unmake administrators."""
    return bool({role_before, role_after} & {LR, AD})
