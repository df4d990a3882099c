from django.apps import AppConfig


class Auth2faConfig(AppConfig):
    """A person's account: sign-in, sessions, proof of identity."""

    name = "auth2fa"
