from django.apps import AppConfig


class BillingConfig(AppConfig):
    """Filled by its own piece."""

    name = "billing"
