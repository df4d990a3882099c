"""A database to fill and throw away, on the server that is configured or on one of our own."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from console.commands.bench.processes import free_port
from console.embedded.postgres import EmbeddedPostgres


@contextmanager
def scratch() -> Iterator[dict[str, str]]:
    """The environment of a console whose data live as long as this block."""
    folder = Path(tempfile.mkdtemp(prefix="regie-bench-"))
    port = str(free_port())
    try:
        with _database(folder) as url:
            yield {
                **{name: value for name, value in os.environ.items() if name != "EMAIL_URL"},
                "DATABASE_URL": url,
                "DATA_DIR": str(folder),
                "SECRET_KEY": secrets.token_urlsafe(50),
                "AUDIT_KEY": secrets.token_urlsafe(50),
                "PORT": port,
                "BASE_URL": f"http://localhost:{port}",
                "ALLOWED_HOSTS": "localhost",
                "REGIE_DEMO_MODE": "0",
                "DJANGO_SETTINGS_MODULE": "console.settings",
            }
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    configured = os.environ.get("DATABASE_URL")
    name = f"regie_bench_{secrets.token_hex(4)}"
    if not configured:
        server = EmbeddedPostgres(folder / "postgres")
        server.start()
        try:
            server.create_database(name)
            yield server.url(name)
        finally:
            server.stop()
        return
    address = urlsplit(configured)
    with psycopg.connect(
        address._replace(path="/postgres").geturl(), autocommit=True
    ) as connection:
        identifier = sql.Identifier(name)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(identifier))
        try:
            yield address._replace(path=f"/{quote(name)}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))
