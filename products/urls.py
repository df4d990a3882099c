"""Addresses of products inside an Organization: `/o/<organization>/products/…`."""

from django.urls import path

from products.views import products

app_name = "products"

urlpatterns = [
    path("", products.product_list, name="product-list"),
    path("export/", products.product_export, name="product-export"),
    path("<int:pk>/", products.product_view, name="product-view"),
    path("<int:pk>/actions/", products.product_actions, name="product-actions"),
]
