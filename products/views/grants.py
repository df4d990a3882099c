"""Access to products: whose it is, giving, changing and withdrawing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.shell.http import page, stay_on
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs.policy import requires
from products.actions.grants import change_access, give_access, withdraw_access
from products.catalog.types import catalog
from products.forms.grants import GiveForm, ProductForm, TermsForm, TicksForm
from products.grant_ends import last_day, today
from products.grant_giving import NAMES, Given, Scope
from products.grant_holders import (
    MEMBER,
    PAGES,
    PARTNER,
    TEAM,
    Holder,
    find_holder,
    holder_of,
    may_give,
    read_key,
    who_could_hold,
)
from products.grant_page import choices, held_by
from products.grant_words import line_of
from products.models import Grant, Product

READ = ["GET", "HEAD", "POST"]


@requires("products.grant.give")
@require_http_methods(READ)
def member_grants(request: Request, pk: int) -> HttpResponse:
    """What a person has access to by their own grants, and giving more (G1.10, G3.11)."""
    return _holder_page(request, MEMBER, pk)


@requires("products.grant.give")
@require_http_methods(READ)
def team_grants(request: Request, pk: int) -> HttpResponse:
    """What a team carries for the people in it."""
    return _holder_page(request, TEAM, pk)


@requires("products.grant.partner")
@require_http_methods(READ)
def partner_grants(request: Request, pk: int) -> HttpResponse:
    """What a partner with limited access may reach."""
    return _holder_page(request, PARTNER, pk)


def _holder_page(request: Request, kind: str, pk: int) -> HttpResponse:
    holder = find_holder(request.actor, kind, pk)
    if holder is None:
        raise Http404
    form = GiveForm.of(request, initial={"seen": timezone.now().isoformat()})
    ticked = _ticked(request)
    asked = {"holder": (kind, pk), "product_ids": ticked}
    if form.attempt(give_access, actor=request.actor, **asked):
        _say(request, form.result)
        return stay_on(request, f"products:{PAGES[kind]}", pk=pk)
    return page(
        request,
        "products/grant_holder.html",
        _context(request, holder, form, ticked),
        fragments=["grant-products"],
        status=form.status,
    )


def _context(
    request: Request, holder: Holder, form: GiveForm, ticked: tuple[int, ...]
) -> dict[str, Any]:
    asked = request.POST if form.is_bound else request.GET
    looked_for, kind = asked.get("q", ""), asked.get("of", "")
    found, has_more = choices(request.actor, holder, looked_for, kind, ticked)
    scope = asked.get("scope", Scope.PRODUCT)
    return {
        "holder": holder,
        "held": SimpleLazyObject(lambda: held_by(request.actor, holder)),
        "form": form,
        "scope": scope if scope in Scope.values and not holder.is_chosen_only else Scope.PRODUCT,
        "found": found,
        "has_more": has_more,
        "looked_for": looked_for,
        "of": kind,
        "types": list(catalog().types.values()),
        "today": today(holder.row.organization.time_zone),
        "seen": _seen(form),
    }


@requires("products.grant.give")
@require_http_methods(READ)
def product_grant(request: Request, pk: int) -> HttpResponse:
    """Give somebody access to one product, from its page."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    form = ProductForm.of(
        request, initial={"seen": timezone.now().isoformat()}, auto_id="dialog_%s"
    )
    key = (request.POST if form.is_bound else request.GET).get("holder", "")
    chosen = read_key(request.actor, key) if key else None
    if key and chosen is None:
        raise Http404
    if chosen is not None:
        asked = {"holder": (chosen.kind, chosen.row.pk), "product_ids": [pk], "scope": "product"}
        if form.attempt(give_access, actor=request.actor, **asked):
            _say(request, form.result)
            return stay_on(request, "products:product-view", pk=pk)
    looked_for = (request.POST if form.is_bound else request.GET).get("q", "")
    found = who_could_hold(request.actor, looked_for)
    others = [each for each in found if chosen is None or each.key != chosen.key]
    return page(
        request,
        "products/product_grant.html",
        {
            "product": product,
            "form": form,
            "chosen": chosen,
            "found": others,
            "looked_for": looked_for,
            "seen": _seen(form),
        },
        fragments=["dialog", "grant-holders"],
        status=form.status,
    )


@requires("products.grant.give")
@require_http_methods(READ)
def grant_change(request: Request, pk: int) -> HttpResponse:
    """Another level, reason or last day."""
    rows = Grant.objects.visible_to(request.actor).in_force().select_related(*NAMES)
    grant = get_object_or_404(rows, pk=pk)
    holder = holder_of(grant)
    zone = grant.organization.time_zone
    now = {
        "level": grant.level,
        "reason": grant.reason,
        "ends_on": last_day(grant.ends_at, zone) if grant.ends_at else None,
        "seen": timezone.now().isoformat(),
    }
    form = TermsForm.of(request, initial=now, auto_id="dialog_%s")
    if form.attempt(change_access, actor=request.actor, grant_id=pk):
        messages.success(request, _("Saved: %(line)s") % {"line": line_of(form.result)})
        return stay_on(request, f"products:{PAGES[holder.kind]}", pk=holder.row.pk)
    return page(
        request,
        "products/grant_change.html",
        {"grant": grant, "holder": holder, "form": form, "seen": _seen(form)}
        | {"line": line_of(grant), "back": holder.url(request.organization.slug)},
        fragments=["dialog"],
        status=form.status,
    )


@requires("products.grant.give")
@require_http_methods(READ)
def grant_withdraw(request: Request) -> HttpResponse:
    """Take back what was ticked, knowing what and from whom."""
    asked = selected_ids(request)
    rows = Grant.objects.visible_to(request.actor).in_force().filter(pk__in=asked)
    grants = list(rows.select_related(*NAMES).order_by("pk"))
    if len(grants) != len(asked):
        raise Http404
    form = TicksForm.of(request)
    if form.attempt(withdraw_access, actor=request.actor, grant_ids=list(asked)):
        messages.success(request, _withdrawn(form.result))
        return _back(request, grants)
    decisions = [may_give(request.actor, holder_of(each).kind) for each in grants]
    return page(
        request,
        "products/grant_withdraw.html",
        {
            "form": form,
            "grants": [(each.pk, holder_of(each), line_of(each)) for each in grants],
            "closed": next((each for each in decisions if not each), None),
        },
        fragments=["dialog"],
        status=form.status,
    )


def _back(request: Request, grants: list[Grant]) -> HttpResponse:
    """To the page of whoever held the first; where htmx is used, the page one is on."""
    holder = holder_of(grants[0])
    return stay_on(request, f"products:{PAGES[holder.kind]}", pk=holder.row.pk)


def _ticked(request: Request) -> tuple[int, ...]:
    """The ticked products; one that the actor cannot see is like none that exists."""
    asked = selected_ids(request, "product")
    if asked and Product.objects.visible_to(request.actor).filter(pk__in=asked).count() != len(
        asked
    ):
        raise Http404
    return asked


def _seen(form: TermsForm) -> str:
    """When what is shown was read: now, unless what was typed is shown again after a mistake."""
    typed = form.is_bound and not form.was_overtaken
    return str(form["seen"].value() or "") if typed else timezone.now().isoformat()


def _say(request: Request, given: Given) -> None:
    count = len(given.new) + len(given.changed)
    words = {"name": given.holder.name, "count": count}
    if not count:
        messages.success(request, _("%(name)s has exactly this access already.") % words)
        return
    if count == 1:
        line = line_of([*given.new, *given.changed][0])
        messages.success(request, _("%(name)s now has access: %(line)s") % {**words, "line": line})
        return
    sentence = ngettext(
        "%(name)s now has access to %(count)d product.",
        "%(name)s now has access to %(count)d products.",
        count,
    )
    messages.success(request, sentence % words)


def _withdrawn(grants: list[Grant]) -> str:
    if len(grants) == 1:
        return _("Withdrawn from %(name)s: %(line)s") % {
            "name": holder_of(grants[0]).name,
            "line": line_of(grants[0]),
        }
    sentence = ngettext("%(count)d access withdrawn.", "%(count)d accesses withdrawn.", len(grants))
    return sentence % {"count": len(grants)}
