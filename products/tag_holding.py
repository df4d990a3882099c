"""A product with its tags and those somebody wants on it, read and held by one statement."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from console.shell.actions import Overtaken
from console.shell.actor import Actor
from console.shell.prepared import Among, Prepared, Slot
from products.holding import allow
from products.models import SEES_ALL, Product, ProductTag, Tag
from products.tag_names import fold_name


@dataclass(frozen=True, slots=True)
class Tagging:
    """A product that is locked, and every tag that matters to it now, by name.

    `on` are those it bears, `asked` those that were asked for, `named` the one of that name.
    """

    product: Product
    known: list[Tag]
    on: frozenset[int]
    asked: list[Tag]
    named: Tag | None

    def tags(self, numbers: Collection[int]) -> list[Tag]:
        """Those of these numbers, by name."""
        return [tag for tag in self.known if tag.pk in numbers]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A product, and the tags that it bears now, by name."""

    product: Product
    tags: list[Tag]


def hold_tagging(
    actor: Actor, product_id: int, *, asked: Collection[int], name: str = ""
) -> Tagging:
    """As `hold_product`, to be asked under the lock of the Organization, with the tags.

    Raises `Forbidden` when the actor may not, or not any more; `Overtaken` when one of the tags
    asked for is gone, or none that the actor sees. A name is found whoever sees the tag.
    """
    folded = fold_name(name) if name else ""
    held = _tagging(actor).first(
        organization=actor.here, product=product_id, tags=list(asked), name=folded
    )
    product = allow(actor, "products.tag.attach", held)
    read: list[dict[str, Any]] = vars(product).pop("tags_around")
    known = {each["pk"]: _tag(actor, each) for each in read}
    wanted = [known[each["pk"]] for each in read if each["pk"] in asked and each["seen"]]
    if len(wanted) != len(set(asked)):
        raise Overtaken(_("One of these tags does not exist any more. Look again."))
    named = [tag for tag in known.values() if folded and tag.sort_name == folded]
    on = frozenset(each["pk"] for each in read if each["on"])
    return Tagging(product, list(known.values()), on, wanted, next(iter(named), None))


def _tagging(actor: Actor) -> Prepared[Product]:
    """Put into SQL once for those who see everything; what others hold ends at some moment."""
    if actor.role in SEES_ALL:
        return _tagging_of_all(actor.role)
    return _statement(actor)


@functools.cache
def _tagging_of_all(role: str) -> Prepared[Product]:
    slot: Any = Slot  # stands where the number of the Organization will
    return _statement(Actor(user_id=None, organization_id=slot("organization"), role=role))


def _statement(actor: Actor) -> Prepared[Product]:
    links = ProductTag.objects.filter(tag=OuterRef("pk"), product=OuterRef(OuterRef("pk")))
    seen = Tag.objects.visible_to(actor).filter(pk=OuterRef("pk"))
    around = (
        Tag.objects.filter(organization_id=actor.here)
        .annotate(on=Exists(links), seen=Exists(seen))
        .filter(Q(on=True) | Q(Among("pk", "tags")) | Q(sort_name=Slot("name")))
        .order_by("sort_name")
        .values(
            each=JSONObject(
                pk="pk", name="name", sort_name="sort_name", hue="hue", on="on", seen="seen"
            )
        )
    )
    return Prepared[Product](
        lambda: (
            Product.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .filter(pk=Slot("product"))
            .annotate(tags_around=ArraySubquery(around))
        )
    )


def _tag(actor: Actor, read: dict[str, Any]) -> Tag:
    tag = Tag(
        pk=read["pk"],
        organization_id=actor.here,
        name=read["name"],
        sort_name=read["sort_name"],
        hue=read["hue"],
    )
    tag._state.adding = False
    return tag
