from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """What an Organization runs: domains, hosting, servers."""

    name = "products"

    def ready(self) -> None:
        """Add this app's lines to the table of rights; read the facts: the console does not
        start on a wrong one."""
        from products import policy  # noqa: F401
        from products.catalog.types import catalog

        catalog()
