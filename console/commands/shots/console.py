"""A console of its own for the pictures: demo data in a folder that is thrown away."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.commands.shots.camera import NoPicture
from console.embedded.children import become_child

ROOT = Path(__file__).resolve().parents[3]
LONGEST_START = 90.0  # seconds
# What a person's shell may say about another installation.
_FOREIGN = (
    *("DATABASE_URL", "REDIS_URL", "BROKER_URL", "EMAIL_URL", "BASE_URL", "STATIC_ROOT"),
    *("SECRET_KEY", "SECRET_KEY_FALLBACKS", "AUDIT_KEY", "AUDIT_KEY_FALLBACKS"),
    *("ALLOWED_HOSTS", "REGIE_TESTING"),
)


@contextmanager
def scratch_console() -> Iterator[tuple[str, str]]:
    """`manage.py run` with demo data; yields its address and the password of its people."""
    folder = Path(tempfile.mkdtemp(prefix="regie-shots-"))
    port, password = _free_port(), secrets.token_urlsafe(12)
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    environment |= {"DATA_DIR": str(folder), "PORT": str(port), "DEMO_PASSWORD": password}
    with (folder / "words.log").open("w+") as words:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "run"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            preexec_fn=become_child(signal.SIGTERM),
        )
        try:
            address = f"http://localhost:{port}"
            _wait(process, address, Path(words.name))
            yield address, password
        finally:
            process.terminate()
            process.wait(60)
            shutil.rmtree(folder, ignore_errors=True)


def _wait(process: subprocess.Popen[bytes], address: str, words: Path) -> None:
    until = time.monotonic() + LONGEST_START
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    raise NoPicture(f"the console did not start: {words.read_text().strip()[-1000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
