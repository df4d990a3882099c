"""Tags: putting them on products, making, changing, merging and deleting them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import policy
from orgs.holding import enter
from orgs.models import Organization
from products.holding import hold_product
from products.models import Product, ProductTag, Tag
from products.tag_holding import Tagged, hold_tagging
from products.tag_names import fold_name, tags_on, twin_of


@action
def set_tags(
    *,
    actor: Actor,
    product_id: int,
    tag_ids: Sequence[int],
    seen_ids: Sequence[int],
    name: str = "",
    hue: str = Tag.Hue.LAKE,
) -> Tagged:
    """Put tags on a product and take them off, and one of a new name with them (G7.3).

    `seen_ids` are the tags that were ticked on the page: only what the person changed is
    carried out, what somebody else did meanwhile stays. A name that a tag has already, accents
    and case aside, puts that tag on. Raises `Forbidden` with the reason when the actor may not,
    or not any more; `Overtaken` when a tag to put on was deleted. Nothing to do: no trace.
    Returns the product with the tags that it bears now.
    """
    organization = enter(actor)
    asked, seen = set(tag_ids) - set(seen_ids), set(seen_ids) - set(tag_ids)
    held = hold_tagging(actor, product_id, asked=asked, name=name)
    product, made = held.product, None
    if name and held.named is None:
        made = _create(organization, name, hue)
    on = {tag.pk for tag in (*held.asked, held.named or made) if tag} - held.on
    off = (seen & held.on) - {tag.pk for tag in (held.named or made,) if tag}
    if not on and not off:
        return Tagged(product, held.tags(held.on))

    if on:
        _attach([product], on)
    if off:
        ProductTag.objects.filter(product=product, tag_id__in=off).delete()

    # A tag that was just made has its place in the order of the others from the database alone.
    now = tags_on(product) if made else held.tags((held.on | on) - off)
    record_each("products.tag.created", actor, _made(made, is_new=made is not None))
    record_each("products.product.tagged", actor, [_tagged(product, held.tags(held.on), now)])
    return Tagged(product, now)


@action
def tag_products(
    *,
    actor: Actor,
    product_ids: Sequence[int],
    tag_ids: Sequence[int],
    name: str = "",
    hue: str = Tag.Hue.LAKE,
) -> list[Product]:
    """Put tags on many products at once; all or none.

    Raises `Refused` when no tag is chosen, `Forbidden` when there is one among the products
    that the actor may not manage; otherwise as `set_tags`. Returns those that changed.
    """
    organization = enter(actor)
    if not tag_ids and not name:
        raise Refused(_("Choose a tag, or name a new one."), field="name")
    products = [hold_product(actor, each, "products.tag.attach") for each in sorted(product_ids)]
    tags = _tags(actor, set(tag_ids))
    named, is_new = _named(organization, name, hue)
    if named is not None:
        tags = [*tags, *([named] if named not in tags else [])]
    before = {product.pk: tags_on(product) for product in products}
    changed = [each for each in products if any(tag not in before[each.pk] for tag in tags)]

    _attach(changed, [tag.pk for tag in tags])

    record_each("products.tag.created", actor, _made(named, is_new=is_new))
    happened = [_tagged(each, before[each.pk], tags_on(each)) for each in changed]
    record_each("products.product.tagged", actor, happened)
    return changed


@action
def create_tag(*, actor: Actor, name: str, hue: str) -> Tag:
    """Make a tag that is on nothing yet (G7.5). Raises `Refused` when there is one of that
    name, accents and case aside."""
    organization = enter(actor)
    _demand(actor)
    _refuse_twin(organization, name)

    tag = _create(organization, name, hue)

    record("products.tag.created", actor, tag, after={"name": name, "hue": hue})
    return tag


@action
def edit_tag(*, actor: Actor, tag_id: int, name: str, hue: str, version: int) -> Tag:
    """Give a tag another name or color (G7.4).

    `version` is the one the person looked at: raises `Overtaken`, with what it is now, when
    somebody changed it since; `Refused` for a name that is taken. Nothing to do: no trace.
    """
    organization = enter(actor)
    _demand(actor)
    tag = _hold(actor, tag_id)
    before, after = {"name": tag.name, "hue": tag.hue}, {"name": name, "hue": hue}
    if before == after:
        return tag
    if tag.version != version:
        sentence = _("Somebody has meanwhile changed this tag: it is “%(name)s” in %(hue)s now.")
        raise Overtaken(sentence % {"name": tag.name, "hue": tag.get_hue_display()}, field="name")
    _refuse_twin(organization, name, beside=tag.pk)

    rows = Tag.objects.filter(pk=tag.pk)
    rows.update(name=name, sort_name=fold_name(name), hue=hue, version=F("version") + 1)
    tag.name, tag.hue, tag.version = name, hue, tag.version + 1

    record("products.tag.changed", actor, tag, before=before, after=after)
    return tag


@action
def merge_tag(*, actor: Actor, tag_id: int, into: int) -> Tag:
    """Put another tag on every product that bears this one, and delete this one. Returns the
    other. Raises `Refused` when both are the same, `Overtaken` when one is gone."""
    enter(actor)
    _demand(actor)
    tag, other = _hold(actor, tag_id), _hold(actor, into)
    if tag == other:
        raise Refused(_("Choose another tag than this one."), field="into")

    links = ProductTag.objects.filter(tag=tag)
    count = links.count()
    both = ProductTag.objects.filter(tag=other).values("product")
    links.exclude(product__in=both).update(tag=other)
    Tag.objects.filter(pk=tag.pk).delete()

    before = {"name": tag.name, "hue": tag.hue, "products": count}
    record("products.tag.merged", actor, tag, before=before, after={"into": other.name})
    return other


@action
def delete_tag(*, actor: Actor, tag_id: int) -> Tag:
    """Take a tag off all products and delete it (G7.4). Raises `Overtaken` when it is gone."""
    enter(actor)
    _demand(actor)
    tag = _hold(actor, tag_id)

    before = {"name": tag.name, "hue": tag.hue, "products": tag.product_tags.count()}
    Tag.objects.filter(pk=tag.pk).delete()

    record("products.tag.deleted", actor, tag, before=before)
    return tag


def _demand(actor: Actor) -> None:
    decision = policy.decide(actor, "products.tag.manage")
    if not decision:
        raise Forbidden(str(decision.reason))


def _hold(actor: Actor, tag_id: int) -> Tag:
    tag = Tag.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=tag_id).first()
    if tag is None:
        raise Overtaken(_("This tag does not exist any more."))
    return tag


def _tags(actor: Actor, tag_ids: set[int]) -> list[Tag]:
    found = list(Tag.objects.visible_to(actor).filter(pk__in=tag_ids).order_by("sort_name"))
    if len(found) != len(tag_ids):
        raise Overtaken(_("One of these tags does not exist any more. Look again."))
    return found


def _refuse_twin(organization: Organization, name: str, *, beside: int = 0) -> None:
    twin = twin_of(organization, name, beside=beside)
    if twin is not None:
        sentence = _("There is a tag “%(name)s” already. Choose another name.")
        raise Refused(sentence % {"name": twin.name}, field="name")


def _create(organization: Organization, name: str, hue: str) -> Tag:
    return Tag.objects.create(
        organization=organization, name=name, sort_name=fold_name(name), hue=hue
    )


def _named(organization: Organization, name: str, hue: str) -> tuple[Tag | None, bool]:
    """The tag of that name, made where there is none; and whether it was made."""
    if not name:
        return None, False
    twin = twin_of(organization, name)
    return (twin, False) if twin else (_create(organization, name, hue), True)


def _made(tag: Tag | None, *, is_new: bool) -> list[Happened]:
    return [Happened(tag, after={"name": tag.name, "hue": tag.hue})] if tag and is_new else []


def _attach(products: Sequence[Product], tags: Collection[int]) -> None:
    links = [
        ProductTag(
            organization_id=product.organization_id,
            product=product,
            tag_id=tag,
            sort_name=product.sort_name,
        )
        for product in products
        for tag in tags
    ]
    ProductTag.objects.bulk_create(links, ignore_conflicts=True)


def _tagged(product: Product, before: Sequence[Tag], after: Sequence[Tag]) -> Happened:
    was, now = [tag.name for tag in before], [tag.name for tag in after]
    return Happened(product, {"tags": was}, {"tags": now})
