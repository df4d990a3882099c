"""My Organizations: the list, the switcher, one more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.personal import personal
from console.shell.http import go_to, page
from console.shell.request import Request
from orgs.actions.organizations import open_organization
from orgs.forms import OrganizationForm
from orgs.mine import places_of


@personal
@require_safe
def organization_list(request: Request) -> HttpResponse:
    """All Organizations of the person, suspended ones too, and those of their clients."""
    return page(
        request,
        "orgs/organization_list.html",
        {"places": places_of(request.actor), "here": request.GET.get("here", "")},
        fragments=["switcher-list"],
    )


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def organization_open(request: Request) -> HttpResponse:
    """Open a further Organization (G16.3); the person represents it."""
    form = OrganizationForm.of(request)
    if form.attempt(open_organization, actor=request.actor, user=request.user):
        messages.success(request, _("%(name)s is open.") % {"name": form.result.name})
        return go_to(request, "home", organization=form.result.slug)
    return page(
        request,
        "orgs/organization_open.html",
        {"form": form},
        fragments=["dialog"],
        status=form.status,
    )
