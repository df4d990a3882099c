"""That a person was shown a product, so that a form may say why it is closed to them now."""

from __future__ import annotations

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


def _is_genuine(mark: str, actor: Actor, product_id: int) -> bool:
    try:
        return bool(signing.loads(mark, salt=_SALT) == [actor.user_id, product_id])
    except signing.BadSignature:
        return False
