"""Cookies of an installation that the world reaches over https."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys

from django.conf import settings

READ = """
import json
from django.conf import settings
names = [
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_DOMAIN", "SESSION_COOKIE_PATH",
    "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "SECURE_HSTS_SECONDS",
]
print(json.dumps({name: getattr(settings, name) for name in names}))
"""


def settings_at(address: str) -> dict[str, object]:
    """What a process reads whose BASE_URL is `address`."""
    environment = {
        **os.environ,
        "BASE_URL": address,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "AUDIT_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "console.example,localhost",
        "DJANGO_SETTINGS_MODULE": "console.settings",
    }
    answer = subprocess.run(
        [sys.executable, "-c", READ],
        env=environment,
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    read: dict[str, object] = json.loads(answer.stdout)
    return read


def test_over_https_no_other_host_can_set_them() -> None:
    """Row 49: `__Host-` asks for Secure, the path / and no domain; scripts see neither."""
    read = settings_at("https://console.example")
    assert read["SESSION_COOKIE_NAME"] == "__Host-session"
    assert read["CSRF_COOKIE_NAME"] == "__Host-csrf"
    for name in ("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"):
        assert read[name] is True
    for name in ("CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY"):
        assert read[name] is True
    assert (read["SESSION_COOKIE_DOMAIN"], read["SESSION_COOKIE_PATH"]) == (None, "/")
    assert read["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert read["SECURE_HSTS_SECONDS"] == 31536000


def test_on_loopback_plain_names_work_without_tls() -> None:
    read = settings_at("http://localhost:8000")
    assert (read["SESSION_COOKIE_NAME"], read["SESSION_COOKIE_SECURE"]) == ("session", False)
