"""Security rules of an Organization."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import policy
from orgs.holding import enter
from orgs.idling import CHOICES, idle_label
from orgs.models import Organization


@action
def set_idle_hours(*, actor: Actor, idle_hours: int | None, was: int | None) -> Organization:
    """How long a member's session may idle: 4, 2 or 1 hours, or None for the usual rule
    (decisions, "Numbers"). It holds from everybody's next request on.

    `was` is what the person saw: raises `Overtaken` when somebody chose another meanwhile,
    `Refused` for any other number, `Forbidden` when the actor's right is gone.
    """
    organization = enter(actor)
    decision = policy.decide(actor, "orgs.organization.secure")
    if not decision:
        raise Forbidden(str(decision.reason))
    before = organization.idle_hours
    if idle_hours == before:
        return organization
    if idle_hours is not None and idle_hours not in CHOICES:
        raise Refused(_("Choose one of the times of the list."), field="idle_hours")
    if was != before:
        raise Overtaken(
            _("Somebody has meanwhile chosen “%(choice)s”. Nothing of yours was saved.")
            % {"choice": idle_label(before)},
            field="idle_hours",
            changed={"idle_hours": before},
        )

    organization.idle_hours = idle_hours
    organization.save(update_fields=["idle_hours"])

    record(
        "orgs.organization.secured",
        actor,
        organization,
        before={"idle_hours": before},
        after={"idle_hours": idle_hours},
    )
    return organization
