"""Letting a domain go elsewhere: its lock, and its authorization code."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.views.decorators.http import require_http_methods

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.forms import new_key
from console.shell.http import page
from console.shell.request import Request
from orgs.policy import demand, requires
from products.actions.releases import ask_code, lock_domain
from products.forms.holders import CodeForm, LockForm
from products.models import Product
from products.registrar.port import Refused, RegistrarError
from products.registry_words import refusal
from products.release import code_ticket, fetch_code, is_good_ticket, is_releasable
from products.views.answers import product_changed

logger = logging.getLogger(__name__)
READ = ["GET", "HEAD", "POST"]
PERMISSION = "products.domain.release"
_LATER = lazy_("The registry does not answer now. Try again in a few minutes.")


@requires(PERMISSION)
@require_http_methods(READ)
def product_lock(request: Request, pk: int) -> HttpResponse:
    """The dialog that forbids a transfer away, or allows it."""
    product = _domain(request, pk)
    form = LockForm.of(request, auto_id="dialog_%s")
    proven = form.is_bound and has_fresh_proof(request)
    if form.attempt(lock_domain, actor=request.actor, product_id=pk, is_proven=proven):
        messages.success(request, _said(is_locked=form.cleaned_data["is_locked"]))
        return product_changed(request, form.result)
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request)
    key = form["key"].value() if form.is_bound and not form["key"].errors else new_key()
    context = {"product": product, "form": form, "key": key}
    template = "products/product_lock.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


@requires(PERMISSION)
@require_http_methods(READ)
def product_code(request: Request, pk: int) -> HttpResponse:
    """The authorization code: recorded, then asked for, then shown in this answer alone."""
    product = _domain(request, pk)
    form = CodeForm.of(request, auto_id="dialog_%s")
    ticket = request.POST.get("ticket", "")
    if form.is_bound and not is_good_ticket(request.actor, product, ticket):
        form.add_error(None, _("This form was open for too long. Ask once more."))
    proven = form.is_bound and has_fresh_proof(request)
    shown = Shown()
    if form.attempt(ask_code, actor=request.actor, product_id=pk, is_proven=proven):
        shown = _ask(product, ticket)
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request)
    context = {
        "product": product,
        "form": form,
        "shown": shown,
        "ticket": code_ticket(request.actor, product),
    }
    template = "products/product_code.html"
    status = shown.status or form.status
    response = page(request, template, context, fragments=["dialog"], status=status)
    response["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of asking: the code, or why there is none."""

    code: str = ""
    problem: str | Promise = ""
    status: int = 0

    def __repr__(self) -> str:
        """Without the code: a report of an error may name its variables."""
        return f"<Shown {self.status}>"


def _ask(product: Product, ticket: str) -> Shown:
    try:
        return Shown(code=fetch_code(product, ticket))
    except Refused as no:
        return Shown(problem=refusal(no.code), status=422)
    except RegistrarError as error:
        logger.info("no authorization code for %s: %s", product.pk, error.code)
        return Shown(problem=_LATER, status=422)


def _domain(request: Request, pk: int) -> Product:
    """A domain that the actor sees and that can be let go."""
    products = Product.objects.visible_to(request.actor).filter(domain__isnull=False)
    product = get_object_or_404(products.select_related("domain"), pk=pk)
    demand(request.actor, PERMISSION, product)
    if not is_releasable(product):
        raise Http404
    return product


def _said(*, is_locked: bool) -> str:
    if is_locked:
        return _("The registry is asked to lock the domain.")
    return _("The registry is asked to open the lock. Lock it again when the transfer is done.")
