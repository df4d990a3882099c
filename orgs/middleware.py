"""The Organization in the address becomes request.organization and request.actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED, Actor
from console.shell.request import Request
from orgs.actions.access import note_refused_access
from orgs.entrance import Entrance, ask_at_the_door
from orgs.models import PartnerContract
from orgs.presence import touch


class OrganizationMiddleware:
    """Strangers get 404, the same as for what does not exist; the suspended get the reason.

    Who comes in is decided in `orgs.entrance`; here it becomes an answer.
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
        entrance = ask_at_the_door(person=request.user.pk, slug=slug)
        if not entrance.is_open:
            _turn_away(request.actor, entrance)
        request.organization = entrance.organization
        if entrance.contract is not None:
            request.actor = _as_partner(request.actor, entrance.contract)
        elif entrance.membership is not None:
            membership = entrance.membership
            request.actor = replace(
                request.actor,
                organization_id=membership.organization_id,
                membership_id=membership.pk,
                role=membership.role,
                has_accounting=membership.has_accounting,
            )
            touch(membership)


def _turn_away(actor: Actor, entrance: Entrance) -> NoReturn:
    """The reason for somebody suspended, nothing for everybody else; the log is told of both."""
    organization, membership = entrance.organization, entrance.membership
    if organization is not None:
        note_refused_access(
            actor=replace(actor, organization_id=organization.pk),
            organization=organization,
            suspended_at=membership.suspended_at if membership else None,
        )
    if not entrance.is_suspended:
        raise Http404
    raise PermissionDenied(
        _("Your access to this organization is suspended. Ask one of its administrators.")
    )


def _as_partner(actor: Actor, contract: PartnerContract) -> Actor:
    is_full = contract.access == PartnerContract.Access.FULL
    return replace(
        actor,
        organization_id=contract.organization_id,
        role=PARTNER_FULL if is_full else PARTNER_LIMITED,
        partner_id=contract.partner_id,
        partner_name=contract.partner.name,
    )
