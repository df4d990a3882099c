"""Addresses of products inside an Organization: `/o/<organization>/products/…`."""

from django.urls import path

from products.views import (
    blocks,
    grants,
    holders,
    identity,
    imports,
    products,
    releases,
    renewals,
    tags,
    transfers,
)

app_name = "products"

urlpatterns = [
    path("", products.product_list, name="product-list"),
    path("export/", products.product_export, name="product-export"),
    path("import/", imports.product_import, name="product-import"),
    path("import/template/", imports.import_template, name="import-template"),
    path("<int:pk>/forget/", imports.product_forget, name="product-forget"),
    path("<int:pk>/", products.product_view, name="product-view"),
    path("<int:pk>/actions/", products.product_actions, name="product-actions"),
    path("<int:pk>/block/", blocks.product_block, name="product-block"),
    path("<int:pk>/unblock/", blocks.product_unblock, name="product-unblock"),
    path("<int:pk>/renew/", renewals.product_renew, name="product-renew"),
    path("<int:pk>/restore/", renewals.product_restore, name="product-restore"),
    path("<int:pk>/auto-renew/", renewals.product_auto_renew, name="product-auto-renew"),
    path("<int:pk>/warranty/", renewals.product_warranty, name="product-warranty"),
    path("<int:pk>/pay/", renewals.product_pay, name="product-pay"),
    path("auto-renew/", renewals.auto_renew_many, name="auto-renew-many"),
    path("holder/", holders.holder_many, name="holder-many"),
    path("<int:pk>/holder/", holders.product_holder, name="product-holder"),
    path("<int:pk>/holder/send/", holders.holder_send, name="holder-send"),
    path("<int:pk>/ownership/", identity.product_ownership, name="product-ownership"),
    path("<int:pk>/lock/", releases.product_lock, name="product-lock"),
    path("<int:pk>/code/", releases.product_code, name="product-code"),
    path("transfers/", transfers.transfer_list, name="transfer-list"),
    path("transfers/start/", transfers.transfer_start, name="transfer-start"),
    path("transfers/again/<str:word>/", transfers.transfer_link, name="transfer-link"),
    path("<int:pk>/transfer/", transfers.transfer_restart, name="transfer-restart"),
    path("<int:pk>/transfer/give-up/", transfers.transfer_give_up, name="transfer-give-up"),
    path("<int:pk>/tags/", tags.product_tags, name="product-tags"),
    path("tag/", tags.tag_many, name="tag-many"),
    path("<int:pk>/grant/", grants.product_grant, name="product-grant"),
    path("access/users/<int:pk>/", grants.member_grants, name="member-grants"),
    path("access/teams/<int:pk>/", grants.team_grants, name="team-grants"),
    path("access/partners/<int:pk>/", grants.partner_grants, name="partner-grants"),
    path("access/withdraw/", grants.grant_withdraw, name="grant-withdraw"),
    path("access/<int:pk>/change/", grants.grant_change, name="grant-change"),
]
