"""Transfers in: starting them, their list, and what is done when one failed."""

from __future__ import annotations

from django.contrib import messages
from django.core.signing import SignatureExpired
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from console.shell.actions import Refused
from console.shell.forms import new_key
from console.shell.http import go_to, page
from console.shell.lists import csv_response
from console.shell.request import Request
from orgs.policy import demand, requires
from products.actions.transfers import MAY, give_up_transfer, restart_transfer, start_transfers
from products.catalog.extensions import extension_of
from products.forms.transfers import GiveUpForm, RestartForm, StartForm
from products.models import IncomingTransfer, Product
from products.renewed import money
from products.transfer_failures import failure_of
from products.transfer_lines import check, read_lines
from products.transfer_link import read_link
from products.transfer_list import read_transfers
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]


@requires("products.product.list")
@require_safe
def transfer_list(request: Request) -> HttpResponse:
    """Transfers of the domains that the actor sees, the newest first."""
    listing = read_transfers(request, IncomingTransfer.objects.visible_to(request.actor))
    template, context = "products/transfer_list.html", {"listing": listing}
    return listing.at_address(page(request, template, context, fragments=["transfer-table"]))


@requires("products.product.list")
@require_safe
def transfer_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    listing = read_transfers(request, IncomingTransfer.objects.visible_to(request.actor))
    return csv_response(listing, name=f"{request.organization.slug}-transfers")


@sensitive_post_parameters("text")
@requires(MAY)
@require_http_methods(READ)
def transfer_start(request: Request) -> HttpResponse:
    """Type a domain or paste a list, look at every line and at the price, then order (G10.4).

    What was typed, codes too, stays in its field between the two steps and nowhere else.
    """
    form = StartForm.of(request, actor=request.actor)
    if not form.is_bound or not form.is_valid():
        return _start_page(request, form, form.status)
    asked = form.cleaned_data
    try:
        lines = read_lines(asked["text"])
        if request.POST.get("to") == "order" and asked["seen"]:
            made = start_transfers(
                actor=request.actor,
                lines=lines,
                holder=asked["holder"],
                key=asked["key"],
                seen=asked["seen"],
            )
            return _started(request, made)
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, str(no))
        if no.field == "text":
            return _start_page(request, form, no.status)
        form.checked = check(request.actor, request.organization, lines)
        return _start_page(request, form, no.status)
    form.checked = check(request.actor, request.organization, lines)
    return _start_page(request, form, 200)


@sensitive_post_parameters("authorization_code")
@requires(MAY)
@require_http_methods(READ)
def transfer_restart(request: Request, pk: int) -> HttpResponse:
    """The dialog *Start again*, from the page of the domain."""
    product, transfer = _failed(request, pk)
    return _restart(request, product, transfer, transfer.attempts)


@sensitive_post_parameters("authorization_code")
@requires(MAY)
@require_http_methods(READ)
def transfer_link(request: Request, word: str) -> HttpResponse:
    """The link of the letter (G10.2): the same, for the attempt it was written about."""
    try:
        named = read_link(word)
    except SignatureExpired:
        return page(request, "products/transfer_over.html", {"product": None}, status=410)
    if named is None:
        raise Http404
    pk, attempt = named
    products = Product.objects.visible_to(request.actor).select_related("incoming_transfer")
    product = get_object_or_404(products, pk=pk)
    demand(request.actor, MAY, product)
    if request.method == "POST" and request.POST.get("number") != str(attempt):
        raise Http404
    transfer = IncomingTransfer.objects.visible_to(request.actor).filter(product=product).first()
    is_open = transfer is not None and (transfer.state, transfer.attempts) == ("failed", attempt)
    if transfer is None or not (is_open or request.method == "POST"):
        return page(request, "products/transfer_over.html", {"product": product}, status=410)
    return _restart(request, product, transfer, attempt)


@requires(MAY)
@require_http_methods(READ)
def transfer_give_up(request: Request, pk: int) -> HttpResponse:
    """The dialog *Give up*: what was paid is given back."""
    product, transfer = _failed(request, pk)
    form = GiveUpForm.of(request, auto_id="dialog_%s", initial={"number": transfer.attempts})
    if form.attempt(give_up_transfer, actor=request.actor, product_id=pk):
        sentence = _("The transfer of %(name)s is given up.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, form.result)
    paid = money(transfer.charge) if transfer.charge and transfer.charge.amount else ""
    context = {"product": product, "form": form, "paid": paid}
    template = "products/transfer_give_up.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _restart(
    request: Request, product: Product, transfer: IncomingTransfer, attempt: int
) -> HttpResponse:
    form = RestartForm.of(
        request,
        auto_id="dialog_%s",
        initial={"number": attempt},
        needs_code=extension_of(product.name).needs_code is not False,
    )
    if form.attempt(restart_transfer, actor=request.actor, product_id=product.pk):
        sentence = _("The transfer of %(name)s is started again. Nothing was paid for it.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "failure": failure_of(transfer.failure_code, transfer.failure_text),
    }
    template = "products/transfer_restart.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _failed(request: Request, pk: int) -> tuple[Product, IncomingTransfer]:
    """A domain whose transfer failed, if the actor sees it and may order. A POST of a form that
    was overtaken is answered with a sentence, by the action."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    demand(request.actor, MAY, product)
    rows = IncomingTransfer.objects.visible_to(request.actor).select_related("charge")
    if request.method != "POST":
        rows = rows.filter(state=IncomingTransfer.State.FAILED)
    return product, get_object_or_404(rows, product=product)


def _started(request: Request, made: list[Product]) -> HttpResponse:
    count = len(made)
    sentence = ngettext(
        "The transfer of %(count)d domain is started.",
        "The transfers of %(count)d domains are started.",
        count,
    )
    messages.success(request, sentence % {"count": count})
    return go_to(request, "products:transfer-list")


def _start_page(request: Request, form: StartForm, status: int) -> HttpResponse:
    checked = form.checked
    context = {
        "form": form,
        "checked": checked,
        "shown": [*checked.wrong, *checked.right],
        "text": form["text"].value() or "",
        # What is shown anew is a new form: a key counts clicks on one and the same page.
        "key": new_key(),
    }
    return page(request, "products/transfer_start.html", context, status=status)
