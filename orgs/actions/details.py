"""What an Organization says about itself."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, action
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.events import changes
from orgs import policy
from orgs.holding import enter
from orgs.models import Organization

EVENT = "orgs.organization.changed"
DETAILS = ("name", "kind", "street", "postal_code", "city", "country", "phone", "time_zone")


@action
def change_details(
    *,
    actor: Actor,
    name: str,
    kind: str,
    street: str,
    postal_code: str,
    city: str,
    country: str,
    phone: str,
    time_zone: str,
    version: int,
) -> Organization:
    """Change name, kind, postal address, phone and time zone of the actor's Organization (GX.7).

    `version` is the one the person looked at: raises `Overtaken` when somebody changed a detail
    since, with what they made of it; `Forbidden` when the actor's right is gone. Nothing to do:
    returns without a trace.
    """
    organization = enter(actor)
    decision = policy.decide(actor, "orgs.organization.edit")
    if not decision:
        raise Forbidden(str(decision.reason))
    wanted = {
        "name": name,
        "kind": kind,
        "street": street,
        "postal_code": postal_code,
        "city": city,
        "country": country,
        "phone": phone,
        "time_zone": time_zone,
    }
    before = {key: getattr(organization, key) for key in DETAILS}
    after = {key: value for key, value in wanted.items() if value != before[key]}
    if not after:
        return organization
    if organization.version != version:
        raise _overtaken(organization, wanted)

    for key, value in after.items():
        setattr(organization, key, value)
    Organization.objects.filter(pk=organization.pk).update(**after, version=F("version") + 1)
    organization.version += 1

    record(EVENT, actor, organization, before={key: before[key] for key in after}, after=after)
    return organization


def _overtaken(organization: Organization, wanted: dict[str, str]) -> Overtaken:
    """Says what stands there now wherever it differs from what the person wanted."""
    there = {key: getattr(organization, key) for key in DETAILS}
    lines = [
        _("%(detail)s is now “%(value)s”") % {"detail": each.label, "value": each.after}
        for each in changes(EVENT, wanted, there)
    ]
    return Overtaken(
        _(
            "Somebody has meanwhile changed these details: %(changes)s. Nothing of yours was "
            "saved. Look again and save if you still want to."
        )
        % {"changes": "; ".join(lines)},
        changed={**there, "version": organization.version},
    )
