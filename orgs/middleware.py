"""The Organization in the address becomes request.organization and request.actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED
from console.shell.prepared import Prepared, Slot
from console.shell.request import Request
from orgs.actions.access import note_refused_access
from orgs.models import Membership, Organization, PartnerContract, Role
from orgs.presence import touch

_MEMBERSHIP = Prepared[Membership](
    lambda: Membership.objects.select_related("organization").filter(
        user_id=Slot("person"), organization__slug=Slot("slug")
    )[:1]
)


class OrganizationMiddleware:
    """Strangers get 404, the same as for what does not exist; the suspended get the reason.

    One query for a member. Only who is no member is looked up as a partner: a legal
    representative or administrator of an Organization that the client authorized.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Outside an Organization the actor is just the person."""
        if request.user.is_authenticated:
            request.actor = replace(
                request.actor,
                user_id=request.user.pk,
                name=str(request.user),
                credential=request.session.get("credential", "session"),
            )
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Runs after the sign-in gate, so the person is known here."""
        slug = kwargs.pop("organization", None)
        if slug is None or not request.user.is_authenticated:
            return
        membership = _MEMBERSHIP.first(person=request.user.pk, slug=slug)
        if membership is None:
            self._enter_as_partner(request, slug)
            return
        if membership.suspended_at is not None:
            note_refused_access(
                actor=replace(request.actor, organization_id=membership.organization_id),
                organization=membership.organization,
                is_member=True,
            )
            raise PermissionDenied(
                _("Your access to this organization is suspended. Ask one of its administrators.")
            )
        request.organization = membership.organization
        request.actor = replace(
            request.actor,
            organization_id=membership.organization_id,
            membership_id=membership.pk,
            role=membership.role,
            has_accounting=membership.has_accounting,
        )
        touch(membership)

    def _enter_as_partner(self, request: Request, slug: str) -> None:
        contract = (
            PartnerContract.objects.select_related("organization", "partner")
            .filter(
                organization__slug=slug,
                partner__memberships__user_id=request.user.pk,
                partner__memberships__suspended_at__isnull=True,
                partner__memberships__role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR],
            )
            .first()
        )
        if contract is None:
            organization = Organization.objects.filter(slug=slug).first()
            if organization is not None:
                note_refused_access(
                    actor=replace(request.actor, organization_id=organization.pk),
                    organization=organization,
                    is_member=False,
                )
            raise Http404
        request.organization = contract.organization
        request.actor = replace(
            request.actor,
            organization_id=contract.organization_id,
            role=PARTNER_FULL
            if contract.access == PartnerContract.Access.FULL
            else PARTNER_LIMITED,
            partner_id=contract.partner_id,
            partner_name=contract.partner.name,
        )
