"""The contact cards of an Organization."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from console.shell.http import page, stay_on
from console.shell.request import Request
from orgs.phones import show_phone
from orgs.policy import requires
from products.actions.contacts import create_contact, delete_contact, edit_contact
from products.contact_cards import FIELDS, domains_told, why_it_stays
from products.contact_list import contact_csv, read_contacts
from products.forms.contacts import ContactDeleteForm, ContactEditForm, ContactForm
from products.models import Contact

READ = ["GET", "HEAD", "POST"]


@requires("products.contact.manage")
@require_safe
def contact_list(request: Request) -> HttpResponse:
    """All cards of the Organization, with what each one holds."""
    listing = read_contacts(request, Contact.objects.visible_to(request.actor))
    template, context = "products/contact_list.html", {"listing": listing}
    return listing.at_address(page(request, template, context, fragments=["contact-table"]))


@requires("products.contact.manage")
@require_safe
def contact_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return contact_csv(request, Contact.objects.visible_to(request.actor))


@requires("products.contact.manage")
@require_safe
def contact_actions(request: Request, pk: int) -> HttpResponse:
    """The ⋮ menu of a row; with scripts off, a page of its own."""
    context = {"contact": _contact(request, pk)}
    return page(request, "products/contact_actions.html", context, fragments=["menu"])


@requires("products.contact.manage")
@require_http_methods(READ)
def contact_create(request: Request) -> HttpResponse:
    """Add a card."""
    form = ContactForm.of(request, initial={"country": request.organization.country})
    if form.attempt(create_contact, actor=request.actor):
        messages.success(request, _("The card of %(name)s is made.") % {"name": form.result})
        return stay_on(request, "products_contacts:contact-list")
    return page(request, "products/contact_create.html", {"form": form}, status=form.status)


@requires("products.contact.manage")
@require_http_methods(READ)
def contact_edit(request: Request, pk: int) -> HttpResponse:
    """Change a card; the registries of the domains it holds are told."""
    contact = _contact(request, pk)
    form = ContactEditForm.of(request, initial=_initial(contact))
    if form.attempt(edit_contact, actor=request.actor, contact_id=pk):
        messages.success(request, _("The card of %(name)s is saved.") % {"name": form.result})
        return stay_on(request, "products_contacts:contact-list")
    version = form["version"].value() if form.is_bound and not form.was_overtaken else None
    context = {
        "contact": contact,
        "form": form,
        "version": contact.version if version is None else version,
        "held": contact.products.count(),
        "told": domains_told(contact).count(),
    }
    return page(request, "products/contact_edit.html", context, status=form.status)


@requires("products.contact.manage")
@require_http_methods(READ)
def contact_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a card that holds nothing."""
    contact = _contact(request, pk)
    form = ContactDeleteForm.of(request)
    if form.attempt(delete_contact, actor=request.actor, contact_id=pk):
        messages.success(request, _("The card of %(name)s is deleted.") % {"name": contact})
        return stay_on(request, "products_contacts:contact-list")
    context = {"contact": contact, "form": form, "obstacle": why_it_stays(contact)}
    template = "products/contact_delete.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _contact(request: Request, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.actor), pk=pk)


def _initial(contact: Contact) -> dict[str, Any]:
    values = {key: getattr(contact, key) for key in FIELDS}
    return {**values, "phone": show_phone(contact.phone), "version": contact.version}
