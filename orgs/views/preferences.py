"""Contact preferences: what one is told about in this Organization."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from console.shell.forms import ActionForm
from console.shell.http import go_to, is_on, page, stay_on, url_for
from console.shell.request import Request
from orgs.actions.preferences import set_all_preferences, set_preference
from orgs.forms.preferences import PreferenceForm, PreferenceGroupForm
from orgs.models import Membership
from orgs.policy import requires
from orgs.preference_page import tables_of
from orgs.topics import Group


@requires("orgs.preference.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def preference_edit(request: Request) -> HttpResponse:
    """One's own switches, each saved as it is turned (G1.12, G2.5)."""
    form = PreferenceForm.of(request)
    if not form.attempt(set_preference, actor=request.actor):
        return _page(request, form)
    if _is_here(request):
        return page(request, "orgs/preference_edit.html", partial="preference-said")
    messages.success(request, _("Saved."))
    return go_to(request, "orgs:preference-edit")


@requires("orgs.preference.edit")
@require_POST
def preference_edit_all(request: Request) -> HttpResponse:
    """A whole group on, or off."""
    form = PreferenceGroupForm.of(request)
    if not form.attempt(set_all_preferences, actor=request.actor):
        return _page(request, form)
    words = _("%(group)s: all on.") if form.cleaned_data["is_on"] else _("%(group)s: all off.")
    messages.success(request, words % {"group": Group(form.cleaned_data["group"]).label})
    leave = stay_on if _is_here(request) else go_to
    return leave(request, "orgs:preference-edit")


def _is_here(request: Request) -> bool:
    return is_on(request, url_for(request, "orgs:preference-edit"))


def _page(request: Request, form: ActionForm) -> HttpResponse:
    own = Membership.objects.visible_to(request.actor)
    membership = get_object_or_404(own, pk=request.actor.membership_id)
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))
    return page(
        request,
        "orgs/preference_edit.html",
        {"tables": tables_of(membership)},
        fragments=["preference-said"],
        status=form.status,
    )
