"""Importing products from a list, and taking what is kept elsewhere off again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from console.shell.pasted import CHANGED
from orgs import policy
from orgs.holding import enter
from orgs.models import Organization
from orgs.names import fold_for_search
from products.holding import hold_product
from products.importing.checking import check, key_of
from products.importing.lines import MOST_AT_ONCE, Usual, Wanted
from products.importing.reading import RawList
from products.models import ELSEWHERE, Contact, Domain, Product, ProductTag, Tag
from products.ownership import note_facts
from products.tag_names import fold_name

# The day that a list names has no hour: at noon it is the same day for almost everybody.
NOON = time(12)
BATCH = 1_000
# As much of a name is searched as its column holds: some letters become many.
LONGEST_SEARCHED = 600


@action
def import_products(*, actor: Actor, listed: RawList, usual: Usual, seen: str) -> list[Product]:
    """Write down the products of a list that can be: all of them together, as kept elsewhere.

    A list proves nothing: what it names is noted with its dates and tags, and neither renewed
    nor claimed from a registry. `seen` is the mark of what could be imported when the person
    looked; raises `Overtaken` when it is anything else now, or when the usual holder's card is
    gone, `Refused` for none or too many, `Forbidden` when the actor may not. One entry of the log
    each.
    """
    organization = enter(actor)
    decision = policy.decide(actor, "products.product.import")
    if not decision:
        raise Forbidden(str(decision.reason))
    if not Contact.objects.visible_to(actor).filter(pk=usual.holder.pk).exists():
        raise Overtaken(
            _("This contact card is not there any more. Choose another one."), field="holder"
        )
    checked = check(actor, listed, usual)
    if checked.mark != seen:
        raise Overtaken(CHANGED)
    if not checked.right or checked.is_too_many:
        sentence = _("At most %(most)d products are imported in one go, and at least one.")
        raise Refused(sentence % {"most": MOST_AT_ONCE})

    products = _create(organization, checked.right)
    made = _tags(organization, checked.new_tags)
    _attach(organization, products, checked.right)
    note_facts(products, by=actor.name)

    news = [Happened(tag, after={"name": tag.name, "hue": tag.hue}) for tag in made]
    record_each("products.tag.created", actor, news)
    happened = [
        Happened(product, after=_values(wanted))
        for product, wanted in zip(products, checked.right, strict=True)
    ]
    record_each("products.product.imported", actor, happened)
    return products


@action
def forget_product(*, actor: Actor, product_id: int) -> Product:
    """Take a product that is kept elsewhere off the list, with its tags and grants; nothing
    happens to the product itself. Raises `Forbidden` when the actor may not, `Refused` for what
    is kept here."""
    enter(actor)
    product = hold_product(actor, product_id, "products.product.import")
    if product.status != ELSEWHERE:
        raise Refused(_("Only what is kept elsewhere can be taken off the list."))

    before = {"type": product.type, "holder": str(product.holder)}
    Product.objects.filter(pk=product.pk).delete()

    record("products.product.forgotten", actor, product, before=before)
    return product


def _create(organization: Organization, wanted: Sequence[Wanted]) -> list[Product]:
    zone = ZoneInfo(organization.time_zone)
    products = [
        Product(
            organization=organization,
            type=each.type,
            name=each.name,
            status=ELSEWHERE,
            holder=each.holder,
            expires_at=datetime.combine(each.expires, NOON, zone) if each.expires else None,
            auto_renew=each.renews,
            sort_name=key_of(each)[1],
            search_text=fold_for_search(each.name)[:LONGEST_SEARCHED],
        )
        for each in wanted
    ]
    Product.objects.bulk_create(products, batch_size=BATCH)
    domains = [
        Domain(product=each, organization=organization, extension=each.name.rpartition(".")[2])
        for each in products
        if each.type == "domain"
    ]
    Domain.objects.bulk_create(domains, batch_size=BATCH)
    return products


def _tags(organization: Organization, names: Sequence[str]) -> list[Tag]:
    return Tag.objects.bulk_create(
        Tag(organization=organization, name=name, sort_name=fold_name(name)) for name in names
    )


def _attach(
    organization: Organization, products: Sequence[Product], wanted: Sequence[Wanted]
) -> None:
    tags = {each.sort_name: each for each in Tag.objects.filter(organization=organization)}
    links = [
        ProductTag(
            organization=organization,
            product=product,
            tag=tags[fold_name(name)],
            sort_name=product.sort_name,
        )
        for product, each in zip(products, wanted, strict=True)
        for name in each.tags
    ]
    ProductTag.objects.bulk_create(links, batch_size=BATCH)


def _values(wanted: Wanted) -> Mapping[str, object]:
    return {
        "type": wanted.type,
        "expires": wanted.expires.isoformat() if wanted.expires else "",
        "holder": str(wanted.holder),
        "tags": list(wanted.tags),
        "renews": wanted.renews,
    }
