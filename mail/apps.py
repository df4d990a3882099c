from django.apps import AppConfig


class MailConfig(AppConfig):
    """Filled by its own piece."""

    name = "mail"
