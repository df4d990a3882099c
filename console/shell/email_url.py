"""Where letters go: `EMAIL_URL` turned into Django's MAILERS setting."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"
FOLDER = "console.shell.letterbox.Letterbox"
# scheme: (STARTTLS, TLS from the first byte, default port)
SCHEMES = {
    "smtp": (False, False, 25),
    "smtp+tls": (True, False, 587),
    "smtps": (False, True, 465),
}


def mailers(url: str, *, timeout: float, folder: Path) -> dict[str, dict[str, object]]:
    """The MAILERS of `smtp://user:password@host:port`, `smtp+tls://…` (STARTTLS) or `smtps://…`.

    User and password are percent-decoded. `timeout` in seconds is for each step of the
    conversation: without one a silent server holds the postman for good. Without a URL the
    letters are put into `folder`. Raises ImproperlyConfigured for anything else.
    """
    if not url:
        return {"default": {"BACKEND": FOLDER, "OPTIONS": {"folder": str(folder)}}}
    try:
        parts = urlsplit(url)
        starttls, tls, default_port = SCHEMES[parts.scheme]
        port = parts.port or default_port
    except (KeyError, ValueError):
        raise ImproperlyConfigured(
            "EMAIL_URL reads smtp://, smtp+tls:// or smtps://, then user:password@host:port"
        ) from None
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no host")
    return {
        "default": {
            "BACKEND": SMTP,
            "OPTIONS": {
                "host": parts.hostname,
                "port": port,
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_tls": starttls,
                "use_ssl": tls,
                "timeout": timeout,
            },
        }
    }
