"""Details, logo and security rules of an Organization."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import (
    condition,
    require_http_methods,
    require_POST,
    require_safe,
)

from console.shell.http import page, stay_on
from console.shell.request import Request
from orgs.actions.details import DETAILS, change_details
from orgs.actions.logos import change_logo, remove_logo
from orgs.actions.security import set_idle_hours
from orgs.forms.details import DetailsForm, IdleForm, LogoForm
from orgs.models import Logo, Organization
from orgs.phones import show_phone
from orgs.policy import requires
from orgs.security_page import sections

# A picture runs nothing, loads nothing, and is no page of this site.
PICTURE_POLICY: dict[str, Any] = {
    **settings.SECURE_CSP,
    "script-src": ["'self'"],
    "sandbox": True,
}


@requires("orgs.organization.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def organization_edit(request: Request) -> HttpResponse:
    """Name, kind, address, phone, time zone (GX.7); two at once are told of each other."""
    form = DetailsForm.of(request, initial=_initial(request.organization))
    if form.attempt(change_details, actor=request.actor):
        messages.success(request, _("Saved. Administrators get an e-mail with what changed."))
        request.organization = form.result
        return stay_on(request, "orgs:organization-edit")
    return _page(request, form, LogoForm(), form.status)


@requires("orgs.organization.edit")
@require_POST
def logo_change(request: Request) -> HttpResponse:
    """Another logo, painted anew from what was uploaded."""
    form = LogoForm(request.POST, request.FILES)
    if form.attempt(change_logo, actor=request.actor):
        messages.success(request, _("The logo is changed."))
        request.organization = form.result
        return stay_on(request, "orgs:organization-edit")
    details = DetailsForm(initial=_initial(request.organization))
    return _page(request, details, form, form.status)


@requires("orgs.organization.edit")
@require_POST
def logo_remove(request: Request) -> HttpResponse:
    """The initials again."""
    request.organization = remove_logo(actor=request.actor)
    messages.success(request, _("The logo is removed."))
    return stay_on(request, "orgs:organization-edit")


def _digest(request: Request) -> str | None:
    digest = request.organization.logo_digest
    return f'"{digest}"' if digest else None


@requires("orgs.organization.view")
@require_safe
@csp_override(PICTURE_POLICY)
@condition(etag_func=_digest)
def logo_view(request: Request) -> HttpResponse:
    """The picture, for whoever is in the Organization."""
    found = Logo.objects.visible_to(request.actor).first()
    if found is None:
        raise Http404
    return HttpResponse(bytes(found.content), content_type=found.content_type)


@requires("orgs.organization.secure")
@require_http_methods(["GET", "HEAD", "POST"])
def organization_secure(request: Request) -> HttpResponse:
    """Rules that hold for every member here; a choice is saved as it is made."""
    form = IdleForm.of(request)
    if form.attempt(set_idle_hours, actor=request.actor):
        messages.success(request, _("Saved. It holds from everybody's next request on."))
        request.organization = form.result
        return stay_on(request, "orgs:organization-secure")
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return page(
        request,
        "orgs/organization_secure.html",
        {"sections": sections(request.actor, _fresh(request))},
        status=form.status,
    )


def _fresh(request: Request) -> Organization:
    """As it stands now: whoever was overtaken reads what the other one chose."""
    rows = Organization.objects.visible_to(request.actor)
    return (
        rows.get(pk=request.organization.pk) if request.method == "POST" else request.organization
    )


def _initial(organization: Organization) -> dict[str, Any]:
    values = {key: getattr(organization, key) for key in DETAILS}
    return {**values, "phone": show_phone(organization.phone), "version": organization.version}


def _page(request: Request, form: DetailsForm, logo_form: LogoForm, status: int) -> HttpResponse:
    version = form["version"].value()
    if form.refusal is not None and form.was_overtaken:
        version = getattr(form.refusal, "changed", {})["version"]
    return page(
        request,
        "orgs/organization_edit.html",
        {
            "form": form,
            "version": version,
            "logo_form": logo_form,
        },
        status=max(status, logo_form.status),
    )
