"""The step of an invitation that asks which products somebody shall have access to (G1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.invitation_steps import InvitationStep, StepForm
from orgs.models import Organization, Role
from orgs.policy import decide
from products.catalog.types import catalog
from products.forms.grants import PromiseForm
from products.grant_ends import today
from products.grant_page import choices
from products.models import SEES_ALL


class AccessStep(InvitationStep):
    """For the roles that see nothing by themselves."""

    title = _("Product access")
    template = "products/_invitation_access.html"
    fields = ("scope", "type", "product", "level", "reason", "ends_on")

    def concerns(self, actor: Actor, role: str) -> bool:
        """Administrators have every product; and only who may give access can promise it."""
        return (
            role in Role.values
            and role not in SEES_ALL
            and bool(decide(actor, "products.grant.give"))
        )

    def form(self, actor: Actor, role: str, data: QueryDict) -> StepForm:
        """How far, what and until when, as on the page of somebody who is in already."""
        return PromiseForm(data, actor=actor, role=role, auto_id="access_%s")

    def shown(self, actor: Actor, form: StepForm) -> Mapping[str, Any]:
        """The products to tick, the ticked ones first."""
        asked = cast("PromiseForm", form)
        looked_for, kind = form.data.get("q", ""), form.data.get("of", "")
        found, has_more = choices(actor, None, looked_for, kind, asked.product_ids)
        organization = Organization.objects.only("time_zone").get(pk=actor.here)
        return {
            "found": found,
            "has_more": has_more,
            "looked_for": looked_for,
            "of": kind,
            "scope": form["scope"].value() or "",
            "types": list(catalog().types.values()),
            "today": today(organization.time_zone),
        }
