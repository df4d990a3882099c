from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """Filled by its own piece."""

    name = "products"
