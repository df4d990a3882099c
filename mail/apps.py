from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mail services and addresses."""

    name = "mail"
