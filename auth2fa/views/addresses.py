"""Changing the address one signs in with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auth2fa.actions.addresses import request_address
from auth2fa.forms.mine import AddressForm
from auth2fa.limits import ADDRESS_CHANGE, take
from auth2fa.models import User
from auth2fa.personal import PersonalRequest, personal
from auth2fa.proof import Limited, requires_fresh_proof
from console.shell.actor import Actor
from console.shell.http import go_to, page


@personal
@requires_fresh_proof
@require_http_methods(["GET", "HEAD", "POST"])
def address_change(request: PersonalRequest) -> HttpResponse:
    """Ask for another one; it counts once the link in its mail was followed."""
    form = AddressForm.of(request, initial={"email": request.GET.get("email", "")})
    if form.attempt(_request, actor=request.actor, user=request.user):
        messages.success(
            request,
            _("A letter is on its way to %(address)s. Follow its link to confirm the change.")
            % {"address": form.cleaned_data["email"]},
        )
        return go_to(request, "auth2fa:security-view")
    return page(
        request,
        "auth2fa/address_change.html",
        {"form": form},
        fragments=["dialog"],
        status=form.status,
    )


def _request(*, actor: Actor, user: User, email: str) -> None:
    """A letter to an address of somebody else's choosing: five an hour are enough."""
    if not take(ADDRESS_CHANGE, str(user.pk)):
        raise Limited(_("You asked for many changes within an hour. Try again later."), "email")
    request_address(actor=actor, user=user, email=email)
