"""Addresses of products inside an Organization: `/o/<organization>/products/…`."""

from django.urls import path

from products.views import blocks, grants, products, tags

app_name = "products"

urlpatterns = [
    path("", products.product_list, name="product-list"),
    path("export/", products.product_export, name="product-export"),
    path("<int:pk>/", products.product_view, name="product-view"),
    path("<int:pk>/actions/", products.product_actions, name="product-actions"),
    path("<int:pk>/block/", blocks.product_block, name="product-block"),
    path("<int:pk>/unblock/", blocks.product_unblock, name="product-unblock"),
    path("<int:pk>/tags/", tags.product_tags, name="product-tags"),
    path("tag/", tags.tag_many, name="tag-many"),
    path("<int:pk>/grant/", grants.product_grant, name="product-grant"),
    path("access/users/<int:pk>/", grants.member_grants, name="member-grants"),
    path("access/teams/<int:pk>/", grants.team_grants, name="team-grants"),
    path("access/partners/<int:pk>/", grants.partner_grants, name="partner-grants"),
    path("access/withdraw/", grants.grant_withdraw, name="grant-withdraw"),
    path("access/<int:pk>/change/", grants.grant_change, name="grant-change"),
]
