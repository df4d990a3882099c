"""The pages of products that are photographed; the words of the paths are those of `stops`."""

from __future__ import annotations

from console.commands.shots.steps import (
    check_products,
    check_transfers,
    choose_holder,
    open_dialog,
    open_offer,
    open_row_menu,
    send_empty,
    tick_rows,
)
from console.commands.shots.stop import Step, Stop


def _list(title: str, query: str = "", step: Step | None = None) -> Stop:
    return Stop(title, "products:product-list", f"/o/{{slug}}/products/{query}", step)


def _one(title: str, verb: str, name: str | None = None, step: Step | None = None) -> Stop:
    """An action on the first product."""
    path = f"/o/{{slug}}/products/{{product}}/{verb}"
    return Stop(title, f"products:{name or title}", path, step)


def _tag(title: str, path: str, step: Step | None = None) -> Stop:
    return Stop(title, f"products_tags:{title}", f"/o/{{slug}}/tags/{path}", step)


def _domain(title: str, verb: str, name: str | None = None, step: Step | None = None) -> Stop:
    """An action on the first domain that is active."""
    path = f"/o/{{slug}}/products/{{domain}}/{verb}"
    return Stop(title, f"products:{name or title}", path, step)


def _card(title: str, path: str = "", name: str | None = None, step: Step | None = None) -> Stop:
    address = f"/o/{{slug}}/contacts/{path}"
    return Stop(title, f"products_contacts:{name or title}", address, step)


PRODUCTS = (
    _list("products"),
    _list("products-menu", step=open_row_menu),
    _list("products-ticked", step=tick_rows),
    _list("products-domains", "?type=domain"),
    _list("products-nothing", "?q=zzz"),
    _list("products-filters", "?more=filters"),
    Stop("transfer-list", "products:transfer-list", "/o/{slug}/products/transfers/"),
    Stop("transfer-start", "products:transfer-start", "/o/{slug}/products/transfers/start/"),
    Stop(
        "transfer-checked",
        "products:transfer-start",
        "/o/{slug}/products/transfers/start/",
        check_transfers,
    ),
    Stop(
        "transfer-list-failed",
        "products:transfer-list",
        "/o/{slug}/products/transfers/?state=failed",
    ),
    Stop("transfer-restart", "products:transfer-restart", "/o/{slug}/products/{failed}/transfer/"),
    Stop(
        "transfer-give-up",
        "products:transfer-give-up",
        "/o/{slug}/products/{failed}/transfer/give-up/",
    ),
    Stop("transfer-link-dead", "products:transfer-link", "/o/{slug}/products/transfers/again/no/"),
    _one("product", "", "product-view"),
    _one("product-actions", "actions/"),
    _one("product-tags", "tags/"),
    _one("product-block", "block/"),
    _one("product-grant", "grant/"),
    _one("product-grant-refused", "grant/", "product-grant", send_empty),
    _domain("product-holder", "holder/"),
    _domain("product-holder-new", "holder/?contact=new", "product-holder"),
    _domain("product-holder-fees", "holder/", "product-holder", choose_holder),
    _domain("product-ownership", "ownership/"),
    _domain("product-lock", "lock/"),
    _domain("product-code", "code/"),
    _domain("holder-send", "holder/send/"),
    Stop("holder-many", "products:holder-many", "/o/{slug}/products/holder/?selected={domain}"),
    _card("contact-list"),
    _card("contact-create", "new/"),
    _card("contact-create-refused", "new/", "contact-create", send_empty),
    _card("identity-check", "check/"),
    _card("contact-actions", "{card}/actions/"),
    _card("contact-edit", "{card}/edit/"),
    _card("contact-delete", "{card}/delete/"),
    _domain("product-move", "move/"),
    _domain("product-move-refused", "move/", "product-move", send_empty),
    Stop("move-many", "products:move-many", "/o/{slug}/products/move/?selected={blocked}"),
    Stop("move-list", "products:move-list", "/o/{slug}/products/moves/"),
    Stop("move-receive", "products:move-receive", "/o/{slug}/products/moves/{offer}/"),
    Stop("move-withdraw", "products:move-withdraw", "/o/{slug}/products/moves/{out}/withdraw/"),
    Stop("move-link", "products_moving:move-answer", "/demo/outbox/", open_offer),
    Stop("move-dead", "products_moving:move-open", "/moves/dead/"),
    Stop("product-unblock", "products:product-unblock", "/o/{slug}/products/{blocked}/unblock/"),
    _one("product-renew", "renew/"),
    _one("product-auto-renew", "auto-renew/"),
    _one("product-warranty", "warranty/"),
    _one("product-pay", "pay/"),
    Stop("product-lost", "products:product-view", "/o/{slug}/products/{lost}/"),
    Stop("product-restore", "products:product-restore", "/o/{slug}/products/{lost}/restore/"),
    Stop(
        "auto-renew-many",
        "products:auto-renew-many",
        "/o/{slug}/products/auto-renew/?selected={product}",
    ),
    Stop("block-many", "products:block-many", "/o/{slug}/products/block/?selected={product}"),
    Stop("unblock-many", "products:unblock-many", "/o/{slug}/products/unblock/?selected={blocked}"),
    Stop("tag-many", "products:tag-many", "/o/{slug}/products/tag/?selected={product}"),
    Stop("member-grants", "products:member-grants", "/o/{slug}/products/access/users/{person}/"),
    Stop("team-grants", "products:team-grants", "/o/{slug}/products/access/teams/{team}/"),
    Stop(
        "partner-grants",
        "products:partner-grants",
        "/o/{slug}/products/access/partners/{partner}/",
    ),
    Stop("grant-change", "products:grant-change", "/o/{slug}/products/access/{grant}/change/"),
    Stop(
        "grant-withdraw",
        "products:grant-withdraw",
        "/o/{slug}/products/access/withdraw/?selected={grant}",
    ),
    Stop("product-find", "products_personal:product-find", "/products/?q=alpine"),
    Stop("product-import", "products:product-import", "/o/{slug}/products/import/"),
    Stop(
        "product-import-checked",
        "products:product-import",
        "/o/{slug}/products/import/",
        check_products,
    ),
    Stop("product-forget", "products:product-forget", "/o/{slug}/products/{elsewhere}/forget/"),
    _tag("tag-list", ""),
    Stop("tag-list-dialog", "products_tags:tag-list", "/o/{slug}/tags/", open_dialog),
    _tag("tag-create", "new/"),
    _tag("tag-actions", "{tag}/actions/"),
    _tag("tag-edit", "{tag}/edit/"),
    _tag("tag-merge", "{tag}/merge/"),
    _tag("tag-delete", "{tag}/delete/"),
)
