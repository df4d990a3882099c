"""Short addresses that hold in whatever Organization the person is: `/products/…`."""

from django.urls import path

from products.views import finding

app_name = "products_personal"

urlpatterns = [
    path("", finding.product_find, name="product-find"),
    path("<slug:type>/", finding.type_open, name="type-open"),
]
