"""A list of `domain;code` lines: read, and looked at line by line before anything is ordered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.forms import mark_of
from orgs.models import Organization
from products.catalog.extensions import extension_of, extensions
from products.catalog.prices import Price, currency_of, price_of
from products.importing.domains import domain_name
from products.models import COMING, ELSEWHERE, SEES_ALL, Domain, Product

MOST_LINES = 500
MOST_CHARACTERS = 100_000
# Registries issue codes of 6 to 32 characters; RFC 5731 (authInfo) sets no limit.
LONGEST_CODE = 64
_GAP = re.compile(r"\s*[;\t,]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what was written, and what is wrong with it, or its price. The code is kept out
    of whatever shows the line as a whole (logs, errors)."""

    number: int
    name: str
    code: str = field(default="", repr=False)
    wrong: str = ""
    price: Price | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """The lines of a list, with what the right ones cost together."""

    lines: tuple[Line, ...] = ()

    @property
    def right(self) -> list[Line]:
        """Those that can be ordered."""
        return [each for each in self.lines if each.price is not None]

    @property
    def wrong(self) -> list[Line]:
        """Those that cannot."""
        return [each for each in self.lines if each.price is None]

    @property
    def mark(self) -> str:
        """A short word for what would be ordered: another domain or price makes another one."""
        return mark_of((each.name, str(each.price)) for each in self.right)

    @property
    def total(self) -> Price | None:
        """What the right ones cost together, all in one currency."""
        prices = [each.price for each in self.right if each.price is not None]
        if not prices:
            return None
        return replace(prices[0], amount=sum((each.amount for each in prices), Decimal()))


def read_lines(text: str) -> list[Line]:
    """The lines that are not empty, parted at the first semicolon, comma, tab or space. Raises
    `Refused` for none or too many."""
    too_many = _("At most %(most)s domains are transferred in one go. Send the list in parts.")
    if len(text) > MOST_CHARACTERS:
        raise Refused(too_many % {"most": number_format(MOST_LINES)}, field="text")
    rows = [(n, row.strip()) for n, row in enumerate(text.splitlines(), 1) if row.strip()]
    if len(rows) > MOST_LINES:
        raise Refused(too_many % {"most": number_format(MOST_LINES)}, field="text")
    if not rows:
        raise Refused(_("Write at least one domain."), field="text")
    found = []
    for number, row in rows:
        name, *code = _GAP.split(row, maxsplit=1)
        found.append(Line(number, name, code[0].strip() if code else ""))
    return found


def check(actor: Actor, organization: Organization, lines: Sequence[Line]) -> Checked:
    """Each with its price or the sentence that stands against it; five queries at most."""
    named = [_named(each) for each in lines]
    names = [each.name for each in named if not each.wrong]
    taken = _taken(organization, names)
    reserved = _reserved(actor, names)
    zone = ZoneInfo(organization.time_zone)
    settling = _settling(organization, names, zone)
    currency, seen, checked = currency_of(organization), set[str](), []
    for each in named:
        wrong = each.wrong or _against(each, taken, organization.pk, seen)
        if not wrong and each.name in reserved:
            wrong = _("Only an administrator can transfer this domain: it is noted here already.")
        if not wrong and each.name in settling:
            until = {"day": date_format(settling[each.name], "j M Y")}
            wrong = (
                _("It was registered not long ago: a transfer is refused until %(day)s.") % until
            )
        seen.add(each.name)
        price = None if wrong else price_of("domain", each.name, "transfer", currency=currency)
        if not wrong and price is None:
            wrong = _("No price is known for a transfer of this extension. Ask the support.")
        note = "" if wrong else _note(each, zone)
        checked.append(replace(each, wrong=wrong, price=price, note=note))
    return Checked(tuple(checked))


def _taken(organization: Organization, names: Sequence[str]) -> dict[str, int]:
    """By whom each name is managed; one's own that are on their way count too, another's do not:
    nobody learns of them."""
    managed = Product.objects.managed_domains().filter(name__in=names)
    mine = Product.objects.filter(
        organization=organization, type="domain", status__in=COMING, name__in=names
    )
    rows = (each.values_list("name", "organization_id") for each in (mine, managed))
    return {name: here for found in rows for name, here in found}


def _reserved(actor: Actor, names: Sequence[str]) -> set[str]:
    """What is noted here as kept elsewhere and is not the actor's to order: transferring it would
    give them a product that nobody gave them, or one whose management is blocked."""
    if actor.role in SEES_ALL:
        return set()
    mine = Product.objects.visible_to(actor).filter(blocked_at=None)
    noted = Product.objects.filter(organization_id=actor.here, type="domain", name__in=names)
    return set(
        noted.filter(Q(status=ELSEWHERE) & ~Q(pk__in=mine.values("pk"))).values_list(
            "name", flat=True
        )
    )


def _named(line: Line) -> Line:
    try:
        return replace(line, name=domain_name(line.name))
    except forms.ValidationError as no:
        return replace(line, name=line.name[:80], wrong=no.messages[0])


def _against(line: Line, taken: dict[str, int], here: int, seen: set[str]) -> str:
    """The sentence; empty when nothing is."""
    extension = extension_of(line.name)
    if line.name in seen:
        return _("This domain stands in the list twice.")
    if extension.name not in extensions():
        return _("Domains ending in .%(name)s are not kept here.") % {"name": extension.name}
    if line.name in taken:
        if taken[line.name] == here:
            return _("This domain is here already.")
        return _("This domain is with us already. Its organization can move it to yours.")
    if extension.needs_code and not line.code:
        return _("The authorization code is missing. The present registrar gives it to you.")
    if len(line.code) > LONGEST_CODE or not line.code.isprintable():
        return _("This is no authorization code: it is too long, or has unusual characters.")
    return ""


def _settling(
    organization: Organization, names: Sequence[str], zone: ZoneInfo
) -> dict[str, datetime]:
    """Of those whose registration is noted here, the ones that are too young, with the moment
    until which a transfer is refused. A registry tells strangers no dates: of the others nothing
    is known before it answers."""
    locks = {name: extension_of(name).lock or 0 for name in names}
    locked = [name for name, days in locks.items() if days]
    rows = Domain.objects.filter(
        product__organization=organization,
        product__type="domain",
        product__name__in=locked,
    )
    known = rows.values_list("product__name", "registered_at")
    ends = {
        name: (since + timedelta(days=locks[name])).astimezone(zone)
        for name, since in known
        if since is not None
    }
    return {name: until for name, until in ends.items() if until > timezone.now()}


def _note(line: Line, zone: ZoneInfo) -> str:
    days = extension_of(line.name).lock
    if not days:
        return ""
    since = (timezone.now() - timedelta(days=days)).astimezone(zone)
    sentence = _(
        "If it was registered or moved after %(since)s, the registry refuses it until %(days)d "
        "days are over."
    )
    return sentence % {"since": date_format(since, "j M Y"), "days": days}
