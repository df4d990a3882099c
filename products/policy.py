"""Who may do what with products: this app's lines of the table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orgs.policy import ADMINISTRATORS, EVERYBODY, Rule, register
from orgs.policy.table import LIKE_ADMINISTRATORS, REPRESENTATIVES
from products import access

# --- Everybody, on what was granted to them --------------------------------------------------

register("products.product.list", Rule(_("see the products one has access to"), EVERYBODY))
register(
    "products.product.view",
    Rule(
        _("see a product one has access to"),
        EVERYBODY,
        narrowed_by=access.seen,
        rests_on=access.bases_of,
        among=access.members_seeing,
        finds=access.find_product,
    ),
)
register(
    "products.product.manage",
    Rule(
        _("change a product that one may manage"),
        EVERYBODY,
        narrowed_by=access.managed,
        rests_on=access.bases_of,
        among=access.members_managing,
        finds=access.find_product,
    ),
)
register(
    "products.tag.attach",
    Rule(
        _("put tags on a product that one may manage"),
        EVERYBODY,
        narrowed_by=access.managed,
        rests_on=access.bases_of,
        among=access.members_managing,
        finds=access.find_product,
    ),
)

# --- Money -----------------------------------------------------------------------------------

register(
    "products.product.renew",
    Rule(
        _("renew, restore and order products and switch automatic renewal"),
        ADMINISTRATORS,
        with_accounting=True,
        narrowed_by=access.paid,
        rests_on=access.bases_of,
        among=access.members_paying,
        finds=access.find_product,
    ),
)

# --- Administrators, and partners with full access -------------------------------------------

register(
    "products.product.block",
    Rule(
        _("block the management of a product and open it again"),
        LIKE_ADMINISTRATORS,
        finds=access.find_product,
    ),
)
register(
    "products.grant.list",
    Rule(_("see who has access to which product"), LIKE_ADMINISTRATORS),
)
register(
    "products.grant.give",
    Rule(_("give access to products and withdraw it"), LIKE_ADMINISTRATORS),
)
register(
    "products.grant.partner",
    Rule(_("give partners access to products and withdraw it"), REPRESENTATIVES),
)
register(
    "products.tag.manage",
    Rule(_("create, rename, recolor, merge and delete tags"), LIKE_ADMINISTRATORS),
)

# --- Administrators alone: a partner never moves products out or changes who holds them -------

register(
    "products.contact.manage",
    Rule(
        _("see and change contact cards, and who holds a product"),
        ADMINISTRATORS,
        finds=access.find_product,
    ),
)
register(
    "products.domain.release",
    Rule(
        _("unlock a domain and ask for its authorization code"),
        ADMINISTRATORS,
        narrowed_by=access.kept_here,
        among=access.members_keeping,
        finds=access.find_product,
    ),
)
register(
    "products.move.offer",
    Rule(
        _("move products to another organization, and accept such moves"),
        ADMINISTRATORS,
        finds=access.find_product,
    ),
)
register("products.product.import", Rule(_("import products from a file"), ADMINISTRATORS))
