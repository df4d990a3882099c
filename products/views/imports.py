"""Products from a list: pasted or uploaded, looked through line by line, imported together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from console.shell.actions import Refused
from console.shell.forms import ActionForm
from console.shell.http import go_to, page
from console.shell.request import Request
from orgs.policy import requires
from products.actions.imports import forget_product, import_products
from products.forms.imports import ImportForm
from products.import_page import (
    import_context,
    read_list,
    report_of,
    template_file,
    usual_of,
)
from products.models import ELSEWHERE, Product

READ = ["GET", "HEAD", "POST"]


@requires("products.product.import")
@require_http_methods(READ)
def product_import(request: Request) -> HttpResponse | StreamingHttpResponse:
    """Paste or upload, look at every line, and import those that are right.

    The list stays in its field between the two: it is checked anew when it is sent, and one
    that has changed under the person's hands is shown again first. Sent twice, it is imported
    once.
    """
    form = ImportForm.of(request, actor=request.actor)
    asked = request.POST.get("to", "")
    if not form.is_bound or not form.is_valid() or not read_list(form):
        return _page(request, form, 422 if form.errors else 200)
    if asked == "report":
        return report_of(request, form)
    seen = form.cleaned_data["seen"]
    if asked == "import" and form.checked.is_done(seen):
        messages.info(request, _("All of this is here already; nothing was imported twice."))
        return go_to(request, "products:product-list")
    if asked != "import" or not form.is_as_shown():
        return _page(request, form, 409 if asked == "import" else 200)
    try:
        made = import_products(
            actor=request.actor, listed=form.listed, usual=usual_of(form), seen=seen
        )
    except Refused as no:
        form.add_error(no.field, str(no))
        return _page(request, form, no.status)
    sentence = ngettext(
        "%(count)d product is imported.", "%(count)d products are imported.", len(made)
    )
    messages.success(request, sentence % {"count": len(made)})
    return go_to(request, "products:product-list")


@requires("products.product.import")
@require_safe
def import_template(request: Request) -> HttpResponse:
    """A list to fill in."""
    return template_file()


@requires("products.product.import")
@require_http_methods(READ)
def product_forget(request: Request, pk: int) -> HttpResponse:
    """The dialog *Take off the list*, for what is kept elsewhere."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    if product.status != ELSEWHERE:
        raise Http404
    form = ActionForm.of(request)
    if form.attempt(forget_product, actor=request.actor, product_id=pk):
        messages.success(request, _("%(name)s is off the list.") % {"name": product.name})
        return go_to(request, "products:product-list")
    context = {"product": product, "form": form}
    template = "products/product_forget.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _page(request: Request, form: ImportForm, status: int) -> HttpResponse:
    return page(request, "products/product_import.html", import_context(form), status=status)
