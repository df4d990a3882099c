"""Contact cards: what stands on one, as registries want it, and what a card is used for."""

from __future__ import annotations

import re

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from products.holder_change import ENDED
from products.models import ELSEWHERE, Contact, Domain, Product, RegistrarOrder
from products.registrar.orders import OPEN
from products.registrar.port import Card

FIELDS = (
    "kind", "full_name", "company", "street", "postal_code", "city", "country", "phone", "email",
)  # fmt: skip
# RFC 5733: `pcType` has at most 16 characters.
LONGEST_POSTAL_CODE = 16
# What a domain's registrar can still be told of. One in redemption is refused until it is
# restored, and its page says so.
TOLD = ("active", "expired", "redemption", "pending_restore")
# How postal codes are written, by country, after the addressing guides of the Universal Postal
# Union (https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions); of
# other countries only the characters are checked.
POSTAL_CODES: dict[str, tuple[str, str | Promise]] = {
    **dict.fromkeys(("AT", "BE", "CH", "DK", "HU", "LI", "LU", "NO"), (r"\d{4}", _("4 digits"))),
    **dict.fromkeys(("DE", "ES", "FI", "FR", "IT", "MC"), (r"\d{5}", _("5 digits"))),
    "NL": (r"\d{4} ?[A-Z]{2}", _("4 digits and 2 letters")),
    "US": (r"\d{5}(-\d{4})?", _("5 digits, or 5 and 4 with a hyphen")),
}
_ANY_CODE = re.compile(r"[A-Z0-9]+(?:[ -][A-Z0-9]+)*")


def card_of(contact: Contact) -> Card:
    """The card as registries know one."""
    return Card(
        name=contact.full_name,
        organization=contact.company,
        street=contact.street,
        postal_code=contact.postal_code,
        city=contact.city,
        country=contact.country,
        phone=contact.phone,
        email=contact.email,
    )


def is_postal_code(code: str, country: str) -> bool:
    """Whether that country writes its postal codes so; of most only the characters are known.
    Digits of other scripts are none: registries take 0 to 9."""
    pattern, _words = POSTAL_CODES.get(country, ("", ""))
    return bool(re.fullmatch(pattern, code, re.ASCII) if pattern else _ANY_CODE.fullmatch(code))


def domains_told(contact: Contact) -> QuerySet[Product]:
    """The domains of this holder whose registries know the card."""
    domains = Domain.objects.filter(
        product__holder=contact, product__status__in=TOLD, product__type="domain"
    )
    return Product.objects.filter(pk__in=domains.values("pk")).order_by("pk")


def orders_toward(contact: Contact) -> QuerySet[RegistrarOrder]:
    """Changes under way that make this card the holder."""
    return RegistrarOrder.objects.filter(new_holder=contact, state__in=OPEN)


def orders_away_from(contact: Contact) -> QuerySet[RegistrarOrder]:
    """Changes under way that take a product from this holder."""
    return RegistrarOrder.objects.filter(
        product__holder=contact, new_holder__isnull=False, state__in=OPEN
    )


def why_it_stays(contact: Contact) -> str:
    """What stands against deleting the card, with the way out that is open; empty for nothing.

    Nobody changes the holder of what is kept elsewhere or over, so nobody is sent there.
    """
    by_status = contact.products.order_by().values_list("status").annotate(Count("pk"))
    counts = dict(by_status)
    elsewhere = counts.pop(ELSEWHERE, 0)
    ended = sum(counts.pop(status, 0) for status in ENDED)
    held = sum(counts.values())
    sentences = [
        (
            ngettext(
                "%(count)d product is held by this card. Change its holder first.",
                "%(count)d products are held by this card. Change their holder first.",
                held,
            ),
            held,
        ),
        (
            ngettext(
                "%(count)d product kept elsewhere is held by this card. Take it off the list "
                "first.",
                "%(count)d products kept elsewhere are held by this card. Take them off the list "
                "first.",
                elsewhere,
            ),
            elsewhere,
        ),
        (
            ngettext(
                "%(count)d product that has ended is held by this card: what is over keeps its "
                "last holder, so the card stays.",
                "%(count)d products that have ended are held by this card: what is over keeps its "
                "last holder, so the card stays.",
                ended,
            ),
            ended,
        ),
    ]
    found = [sentence % {"count": count} for sentence, count in sentences if count]
    if orders_toward(contact).exists():
        found.append(
            gettext("A product is about to be held by this card: the registry has not answered.")
        )
    return " ".join(found)
