"""What the events of this app are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from orgs.models import Organization
from orgs.roles import role_label


def _role(value: object) -> str | Promise:
    return role_label(str(value))


def _kind(value: object) -> str | Promise:
    return Organization.Kind(value).label if value in Organization.Kind.values else str(value)


name_event(
    "orgs.member.role_changed",
    Named(
        _("Role changed"),
        "user-edit",
        {"role": (_("Role"), _role), "has_accounting": (_("Accounting right"), as_text)},
    ),
)
name_event(
    "orgs.organization.opened",
    Named(
        _("Organization opened"),
        "building",
        {"name": (_("Name"), as_text), "kind": (_("Kind"), _kind)},
    ),
)
name_event(
    "orgs.access.refused",
    Named(_("Access refused"), "ban", {"suspended": (_("Suspended member"), as_text)}),
)
