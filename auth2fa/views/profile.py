"""How a person is called, reads and is told about things."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from auth2fa.actions.people import change_alerts, change_appearance, change_profile
from auth2fa.forms.mine import AlertsForm, AppearanceForm, ProfileForm
from auth2fa.personal import PersonalRequest, personal
from auth2fa.redirects import page_of, safe_path
from auth2fa.views.sessions import security_page
from console.shell.http import go_to, page, stay_on, toast


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: PersonalRequest) -> HttpResponse:
    """Name, language, time zone, appearance; the rest of the menu at the avatar."""
    form = ProfileForm.of(request, user=request.user)
    if form.attempt(change_profile, actor=request.actor, user=request.user):
        messages.success(request, _("Your profile is saved."))
        return go_to(request, "auth2fa:profile-edit")
    return page(
        request,
        "auth2fa/profile_edit.html",
        {
            "form": form,
            "appearance_form": AppearanceForm(initial={"appearance": request.user.appearance}),
        },
        fragments=["me-more"],
        status=form.status,
    )


@personal
@require_POST
def appearance_change(request: PersonalRequest) -> HttpResponse:
    """From the avatar menu or the profile; back to the page one was on, drawn anew."""
    form = AppearanceForm.of(request)
    if not form.attempt(change_appearance, actor=request.actor, user=request.user):
        return toast(request, _("Choose light, dark, or as the system."), status=form.status)
    if request.htmx:
        return HttpResponseClientRefresh()
    then = safe_path(request.POST.get("next")) or page_of(request)
    return redirect(then or resolve_url("auth2fa:profile-edit"))


@personal
@require_POST
def alerts_change(request: PersonalRequest) -> HttpResponse:
    """Saved on change; says so where it changed."""
    form = AlertsForm.of(request)
    if form.attempt(change_alerts, actor=request.actor, user=request.user):
        messages.success(request, _("Your choice of alerts is saved."))
        return stay_on(request, "auth2fa:security-view")
    return security_page(request, alerts_form=form, status=form.status)
