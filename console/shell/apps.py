from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules


class ShellConfig(AppConfig):
    """The floor: it knows no domain."""

    name = "console.shell"
    label = "shell"

    def ready(self) -> None:
        """Collect the letter writers of every app, and what `check` asks."""
        from console.shell import checks, pseudo  # noqa: F401

        if settings.PSEUDO_LANGUAGE:
            pseudo.install()

        autodiscover_modules("letters")
