"""What an installation runs needs nothing that only the development lock brings along."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from importlib.metadata import packages_distributions

from django.conf import settings
from packaging.utils import canonicalize_name

# With the settings of an installation on PostgreSQL and Redis, then on PostgreSQL alone: every
# module of ours but the commands of development, and what Celery and Django load by name.
LOAD = """
import importlib, importlib.abc, json, pkgutil, sys
banned = set(json.loads(sys.argv[1]))
class Banned(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in banned:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Banned())
import django, granian
django.setup()
from django.core.cache import cache
cache.make_key("loads the backend")
from console.celery import app
app.connection().transport.Channel
app.Worker, app.Beat
development = (
    "console.commands.bench", "console.commands.shots", "console.commands.advisories",
    "console.management.commands.bench", "console.management.commands.shots",
    "console.management.commands.advisories", "console.management.commands.ci",
    "console.management.commands.test",
)
count = 0
for package in ("console", "auth2fa", "orgs", "products", "mail", "billing"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not module.name.startswith(development):
            importlib.import_module(module.name)
            count += 1
print(count)
"""


def locked(lock: str) -> set[str]:
    lines = (settings.BASE_DIR / lock).read_text()
    names = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", lines, re.MULTILINE)
    return {canonicalize_name(name) for name in names}


def only_for_development() -> set[str]:
    """Top-level modules that no distribution of the production lock holds."""
    production = locked("requirements.txt")
    return {
        module
        for module, distributions in packages_distributions().items()
        if not {canonicalize_name(name) for name in distributions} & production
    }


def load(redis_url: str, also_banned: str = "") -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "REDIS_URL": redis_url,
        "BROKER_URL": "",
        "BASE_URL": "https://console.example",
        "ALLOWED_HOSTS": "console.example",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "AUDIT_KEY": secrets.token_urlsafe(50),
        "EMAIL_URL": "smtp+tls://regie:a-password@mail.example:587",
        "REGIE_TESTING": "0",
        "DJANGO_SETTINGS_MODULE": "console.settings",
    }
    banned = json.dumps(sorted(only_for_development() | {also_banned}))
    command = [sys.executable, "-c", LOAD, banned]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=90
    )


def test_it_starts_with_redis() -> None:
    done = load("redis://:a-password@redis.example/0")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


def test_it_starts_without_redis() -> None:
    done = load("")
    assert done.returncode == 0, done.stderr


def test_it_would_notice_what_the_lock_lacks() -> None:
    """kombu needs `packaging` for Redis, and only the development lock had it."""
    done = load("redis://:a-password@redis.example/0", also_banned="packaging")
    assert "No module named 'packaging" in done.stderr
