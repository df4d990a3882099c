from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What an Organization runs: domains, hosting, servers."""

    name = "products"

    def ready(self) -> None:
        """Read the facts: the console does not start on a wrong one."""
        from products.catalog.types import catalog

        catalog()
