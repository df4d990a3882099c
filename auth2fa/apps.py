from django.apps import AppConfig


class Auth2faConfig(AppConfig):
    """A person's account: sign-in, sessions, proof of identity."""

    name = "auth2fa"

    def ready(self) -> None:
        """Name the events of this app."""
        from auth2fa import events  # noqa: F401
