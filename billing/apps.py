from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Money: who may spend it and who is told of it."""

    name = "billing"

    def ready(self) -> None:
        """Add this app's lines to the table of rights."""
        from billing import policy  # noqa: F401
