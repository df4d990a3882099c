from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Organizations, people, roles, and the one gate."""

    name = "orgs"
