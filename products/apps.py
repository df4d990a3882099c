from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What an Organization runs: domains, hosting, servers."""

    name = "products"
