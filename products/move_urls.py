"""The link of an offer of products, which holds in no Organization yet: `/moves/…`."""

from django.urls import path

from products.views import moving

app_name = "products_moving"

urlpatterns = [
    path("", moving.move_answer, name="move-answer"),
    path("<str:token>/", moving.move_open, name="move-open"),
]
