"""The list of contact cards, declared once."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.http import StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Filter,
    Listing,
    ListPage,
    Option,
    Row,
    RowPattern,
    Search,
    Values,
    csv_response,
)
from console.shell.request import Request
from orgs.countries import country_name
from products.models import Contact, Product


def _rows(found: list[Values], contacts: Listing[Contact]) -> list[Row]:
    """Ready strings for a page of cards."""
    actions = now_("Actions for %(name)s")
    return [
        {
            "name": each["shown"],
            "person": each["full_name"] if each["company"] else "",
            "href": f"{each['pk']}/edit/",
            "menu": f"{each['pk']}/actions/",
            "actions": actions % {"name": each["shown"]},
            "place": f"{each['postal_code']} {each['city']}",
            "country": str(country_name(each["country"])),
            "email": each["email"],
            "is_used": each["held"] > 0,
            "held": number_format(each["held"], force_grouping=True),
        }
        for each in found
    ]


CONTACTS = ListPage[Contact](
    name="contact-table",
    fields=(
        "kind",
        "shown",
        "full_name",
        "company",
        "postal_code",
        "city",
        "country",
        "email",
        "held",
    ),
    columns=(
        Column("name", _("Name"), sort=("company", "full_name")),
        Column("place", _("Place"), sort=("country", "city")),
        Column("email", _("E-mail address")),
        Column("held", _("Products held"), css="num"),
        Column("menu", _("Actions"), css="c-act", quiet=True),
    ),
    sort="name",
    search=Search("words", _("Name, company or e-mail contains")),
    filters=(
        Filter(
            "kind",
            _("Kind"),
            _("Persons and companies"),
            tuple(Option(kind.value, kind.label, Q(kind=kind)) for kind in Contact.Kind),
        ),
    ),
    rows=_rows,
    pattern=RowPattern("products/contact_list.html#contact-row"),
)


IN_FILE = (
    Column("kind", _("Kind"), csv=lambda each: str(Contact.Kind(each["kind"]).label)),
    Column("company", _("Company"), csv="company"),
    Column("person", _("First and last name"), csv="full_name"),
    Column("street", _("Street and number"), csv="street"),
    Column("postal_code", _("Postal code"), csv="postal_code"),
    Column("city", _("City"), csv="city"),
    Column("country", _("Country"), csv=lambda each: str(country_name(each["country"]))),
    Column("phone", _("Phone"), csv="phone"),
    Column("email", _("E-mail address"), csv="email"),
    Column("held", _("Products held"), csv="held"),
)


def with_counts(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Read along how many products each card holds (`held`), what it is called (`shown`) and all
    that it is found by (`words`)."""
    held = Product.objects.filter(holder=OuterRef("pk")).order_by().values("holder")
    counted = held.annotate(count=Count("pk")).values("count")
    gap = Value(" ")
    return contacts.annotate(
        held=Coalesce(Subquery(counted), 0),
        shown=Coalesce(NullIf("company", Value("")), "full_name"),
        words=Concat("company", gap, "full_name", gap, "email", output_field=TextField()),
    )


def read_contacts(request: Request, contacts: QuerySet[Contact]) -> Listing[Contact]:
    """The list as the address asks for it."""
    return CONTACTS.read(
        request,
        with_counts(contacts),
        base_url=url_for(request, "products_contacts:contact-list"),
    )


def contact_csv(request: Request, contacts: QuerySet[Contact]) -> StreamingHttpResponse:
    """The same cards as a file, with all that stands on them."""
    listing = read_contacts(request, contacts)
    return csv_response(listing, IN_FILE, name=f"{request.organization.slug}-contacts")
