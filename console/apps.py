from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The roof: composition of the apps, commands, navigation, home."""

    name = "console"

    def ready(self) -> None:
        """Make the Celery application the current one. Not in `console/__init__.py`: the
        bootstrap imports this package before anything is installed."""
        from console import celery  # noqa: F401
