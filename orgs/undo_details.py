"""The way back of a change to what an Organization says about itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actor import Actor
from console.shell.events import changes
from console.shell.models import AuditEntry
from orgs.actions.details import DETAILS, EVENT, change_details
from orgs.models import Organization
from orgs.undo import WayBack, changed_since, undoes


@undoes(EVENT, "orgs.organization.edit")
def former_details(entry: AuditEntry, actor: Actor) -> WayBack:
    """What stood there before; details that this entry does not speak of stay as they are."""
    organization = Organization.objects.visible_to(actor).get(pk=actor.here)
    now = {name: getattr(organization, name) for name in DETAILS}
    if any(now.get(name) != value for name, value in entry.after.items()):
        raise changed_since()
    before = {**now, **entry.before}
    return WayBack(
        [
            _("%(detail)s: %(value)s") % {"detail": each.label, "value": each.after}
            for each in changes(EVENT, now, before)
        ],
        lambda by, _is_proven: change_details(actor=by, version=organization.version, **before),
    )
