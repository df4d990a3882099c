"""Changing a role: what it would mean, and doing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.http import go_to, page
from console.shell.request import Request
from orgs import following
from orgs.actions.members import change_role
from orgs.choices import role_choices
from orgs.forms import RoleForm
from orgs.member_menu import PRODUCT_ACCESS
from orgs.models import Membership, Role
from orgs.policy import decide, demand, requires
from orgs.roles import role_label
from orgs.views.answers import member_changed


@requires("orgs.member.change_role")
@require_http_methods(["GET", "HEAD", "POST"])
def member_change_role(request: Request, pk: int) -> HttpResponse:
    """The dialog *Modify the role*; the choice may come in the address, so that it survives
    a detour for fresh proof and works with scripts off."""
    people = Membership.objects.visible_to(request.actor)
    form = RoleForm.of(request)
    proven = form.is_bound and has_fresh_proof(request)
    if form.attempt(change_role, actor=request.actor, membership_id=pk, is_proven=proven):
        messages.success(request, _sentence(form.result))
        if request.POST.get("then") == "products" and _offers_products(request):
            return go_to(request, PRODUCT_ACCESS, pk=pk)
        return member_changed(request, form.result)
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=f"{request.path}?{_choice(form)}")
    membership = get_object_or_404(people.select_related("user", "organization"), pk=pk)
    demand(request.actor, "orgs.member.change_role", membership)
    return page(
        request,
        "orgs/member_change_role.html",
        _context(request, membership, form),
        fragments=["dialog", "role-preview"],
        status=form.status,
    )


def _context(request: Request, membership: Membership, form: RoleForm) -> dict[str, Any]:
    source = request.POST if form.is_bound else request.GET
    asked = source.get("role", "")
    chosen = asked if asked in Role.values else membership.role
    typed = "role" in source
    accounting = "has_accounting" in source if typed else membership.has_accounting
    accounting = accounting and chosen == Role.COLLABORATOR
    return {
        "membership": membership,
        "form": form,
        "version": membership.version
        if form.was_overtaken or not form.is_bound
        else form["version"].value(),
        "choices": role_choices(request.actor, membership, chosen),
        "chosen": chosen,
        "chosen_label": role_label(chosen),
        "offers_products": _offers_products(request),
        "offers_accounting": chosen == Role.COLLABORATOR,
        "has_accounting": accounting,
        "is_same": (chosen, accounting) == (membership.role, membership.has_accounting),
        "comparison": following.compare(membership, role=chosen, has_accounting=accounting),
    }


def _offers_products(request: Request) -> bool:
    """Whether choosing products can be the next step (G1.6)."""
    return bool(decide(request.actor, "products.grant.give"))


def _choice(form: RoleForm) -> str:
    chosen = {"role": form.cleaned_data["role"]}
    if form.cleaned_data["has_accounting"]:
        chosen["has_accounting"] = "on"
    return urlencode(chosen)


def _sentence(membership: Membership) -> str:
    if membership.has_accounting:
        return _("%(person)s is now %(role)s, with the accounting right.") % {
            "person": membership.user,
            "role": membership.get_role_display(),
        }
    return _("%(person)s is now %(role)s.") % {
        "person": membership.user,
        "role": membership.get_role_display(),
    }
