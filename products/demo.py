"""Demo products; tests and screenshots rely on them.

`alpine` runs things of every type, in the states that need somebody; the others a few.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orgs.models import Membership, Organization, PartnerContract, Team
from orgs.names import fold, fold_for_search
from products.contact_cards import card_of
from products.demo_charges import owe
from products.demo_invitations import invite_with_products
from products.demo_lines import ALPINE, HUES, OTHERS, Line
from products.demo_moves import load_moves
from products.demo_transfers import load_transfers
from products.domain_life import ORDER
from products.models import (
    Contact,
    Domain,
    Grant,
    Product,
    ProductIdentifier,
    ProductTag,
    Tag,
)
from products.ownership import note_facts
from products.registrar import registry_clock

DOMAIN = "demo.example"
NAMESERVERS = [f"ns1.{DOMAIN}", f"ns2.{DOMAIN}"]


def load_products() -> int:
    """Fill the Organizations of the demo; returns how many products there are."""
    organizations = {each.slug: each for each in Organization.objects.all()}
    for slug, lines in {"alpine": ALPINE, **OTHERS}.items():
        _fill(organizations[slug], lines, organizations)
    # Somebody who holds nothing yet.
    _contact(organizations["alpine"], "Vera Valley", "Valley Archive Association")
    _grant(organizations["alpine"])
    load_transfers(organizations["alpine"])
    load_moves(organizations["alpine"], organizations["agency"], DOMAIN)
    invite_with_products(organizations["alpine"], DOMAIN)
    return Product.objects.count()


def _fill(
    organization: Organization,
    lines: tuple[Line, ...],
    organizations: dict[str, Organization],
) -> None:
    own = _contact(organization, "", organization.name)
    tags = {
        name: Tag.objects.create(
            organization=organization, name=name, sort_name=fold(name), hue=HUES[name]
        )
        for name in dict.fromkeys(name for line in lines for name in line.tags)
    }
    for line in lines:
        holder = _contact(organization, line.held_by, "") if line.held_by else own
        product = _product(organization, line, holder, organizations.get(line.paid_by))
        ProductTag.objects.bulk_create(
            ProductTag(
                organization=organization,
                product=product,
                tag=tags[name],
                sort_name=product.sort_name,
            )
            for name in line.tags
        )


def _contact(organization: Organization, person: str, company: str) -> Contact:
    return Contact.objects.create(
        organization=organization,
        kind=Contact.Kind.COMPANY if company else Contact.Kind.PERSON,
        full_name=person or f"Office of {company}",
        company=company,
        street="Bahnhofstrasse 1",
        postal_code="3000",
        city="Bern",
        country=organization.country,
        phone="+41310000000",
        email=f"office@{DOMAIN}",
    )


def _product(
    organization: Organization, line: Line, holder: Contact, payer: Organization | None
) -> Product:
    now = timezone.now()
    made = now - timedelta(days=400)
    product = Product.objects.create(
        organization=organization,
        type=line.type,
        name=line.name,
        status=line.status,
        holder=holder,
        payer=payer,
        expires_at=now + timedelta(days=line.days) if line.days is not None else None,
        auto_renew=line.renews,
        warranty=line.warranty,
        blocked_at=now - timedelta(days=1) if line.blocked else None,
        blocked_by="Lara Legal" if line.blocked else "",
        blocked_because=line.blocked,
        sort_name=fold(line.name),
        search_text=fold_for_search(line.name),
        created_at=made,
    )
    if line.type == "domain":
        Domain.objects.create(
            product=product,
            organization=organization,
            extension=line.name.rpartition(".")[2],
            registered_at=made,
            nameservers=NAMESERVERS,
        )
        if product.expires_at and line.status in ORDER:
            registry_clock.put(
                product.name,
                expires_at=product.expires_at,
                registered_at=made,
                holder=card_of(holder),
                nameservers=NAMESERVERS,
                is_locked=True,
            )
    if line.owes:
        owe(product)
    if line.type == "web_hosting":
        ProductIdentifier.objects.create(
            organization=organization,
            product=product,
            kind="ftp",
            value=f"{fold(line.name).replace(' ', '-')}-{product.pk}",
        )
    note_facts([product], by="Lara Legal", since=made)
    return product


def _grant(alpine: Organization) -> None:
    """A collaborator manages one domain, an external sees one product, a team all hosting, the
    partner two products."""
    products = {each.name: each for each in Product.objects.filter(organization=alpine)}

    def member(mailbox: str) -> Membership:
        return Membership.objects.get(organization=alpine, user__email=f"{mailbox}@{DOMAIN}")

    contract = PartnerContract.objects.get(organization=alpine)
    lines = (
        {"membership": member("collaborator"), "product": "alpine-maps.example", "level": "manage"},
        {"membership": member("collaborator"), "product": "Booking server", "level": "manage"},
        {"membership": member("external"), "product": "lumen-studio.example", "level": "view"},
        {"contract": contract, "product": "lumen-studio.example", "level": "manage"},
        {"contract": contract, "product": "Lumen staging", "level": "view"},
    )
    for line in lines:
        Grant.objects.create(
            organization=alpine,
            scope=Grant.Scope.PRODUCT,
            given_by="Lara Legal",
            **{**line, "product": products[str(line["product"])]},
        )
    Grant.objects.create(
        organization=alpine,
        team=Team.objects.get(organization=alpine, name="Web"),
        scope=Grant.Scope.TYPE,
        type="web_hosting",
        level="view",
        given_by="Adrian Admin",
    )
