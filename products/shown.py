"""Products that a person sees; and that they were shown one, so that a form may say why it is
closed to them now."""

from __future__ import annotations

from collections.abc import Collection

from django.core import signing
from django.http import Http404

from console.shell.actor import Actor
from orgs.policy import demand
from products.models import Product

_SALT = "products.shown"


def shown_to(actor: Actor, product: Product) -> str:
    """A mark for the form of a page: this person was shown this product, so that a grant that
    ends while the form is open may be told of without telling strangers what there is."""
    return signing.dumps([actor.user_id, product.pk], salt=_SALT)


def find_product(actor: Actor, product_id: int, mark: str = "") -> Product:
    """A product that the actor sees. Raises `Denied` with the reason when the mark proves that
    they were shown it and do not see it any more; `Http404` for all else."""
    product = Product.objects.visible_to(actor).filter(pk=product_id).first()
    if product is not None:
        return product
    gone = Product.objects.filter(pk=product_id, organization_id=actor.here).first()
    if gone is not None and _is_genuine(mark, actor, product_id):
        demand(actor, "products.product.view", gone)
    raise Http404


def find_products(actor: Actor, product_ids: Collection[int], *related: str) -> list[Product]:
    """Several that the actor sees, by name, read with what `related` names. Raises `Http404` when
    one is not there for them."""
    rows = Product.objects.visible_to(actor).filter(pk__in=product_ids)
    if related:  # without a name it would read along all there are
        rows = rows.select_related(*related)
    products = list(rows.order_by("sort_name", "pk"))
    if len(products) != len(product_ids):
        raise Http404
    return products


def _is_genuine(mark: str, actor: Actor, product_id: int) -> bool:
    try:
        return bool(signing.loads(mark, salt=_SALT) == [actor.user_id, product_id])
    except signing.BadSignature:
        return False
