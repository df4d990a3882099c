"""What a web process loads at its start is what every one of them carries for good."""

from __future__ import annotations

import os
import subprocess
import sys

# Each is needed by few requests, or by workers alone.
LATE = ("cryptography", "epptools", "openpyxl", "xml.etree.ElementTree", "celery.app.trace")


def test_it_starts_without_what_few_requests_need() -> None:
    script = (
        "import sys, console.wsgi\n"
        f"print(*[name for name in {LATE!r} if name in sys.modules], sep='\\n', end='')"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "console.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == []
