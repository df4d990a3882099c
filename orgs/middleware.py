"""The Organization in the address becomes request.organization and request.actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from console.shell.request import Request
from orgs.actions.access import note_refused_access
from orgs.entering import as_member, as_partner
from orgs.entrance import Entrance, ask_at_the_door
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
            request.actor = as_partner(request.actor, entrance.contract)
        elif entrance.membership is not None:
            membership = entrance.membership
            request.actor = as_member(request.actor, membership)
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
