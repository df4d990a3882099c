"""A console started as a person starts it: `manage.py run` as a process of its own."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from contextlib import suppress
from pathlib import Path

from console.bootstrap import ROOT
from console.embedded.postgres import EmbeddedPostgres
from tests.stack.processes import living, wait_for
from tests.stack.servers import free_port

OURS = re.compile(r"^(DATABASE_URL|BROKER_URL|REDIS_URL|DATA_DIR|DJANGO_\w+|REGIE_\w+|PYTEST_\w+)$")


class WholeConsole:
    """One data folder, and the console that runs on it from time to time."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.port = folder, options, free_port()
        self.mark = f"REGIE_MARK={uuid.uuid4()}"
        self.output = folder.with_suffix(".txt")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def database_url(self) -> str:
        """The embedded database, for a look behind the pages."""
        return EmbeddedPostgres(self.folder / "postgres").url("regie")

    @property
    def said(self) -> str:
        """What stands in the terminal."""
        return self.output.read_text()

    def launch(self, *options: str) -> subprocess.Popen[bytes]:
        """Call the command and do not wait."""
        environment = {name: value for name, value in os.environ.items() if not OURS.match(name)}
        environment |= {"DATA_DIR": str(self.folder), "REGIE_BOOTSTRAP": "0"}
        environment["REGIE_MARK"] = self.mark.partition("=")[2]
        command = [sys.executable, str(Path(ROOT) / "manage.py"), "run", "--port", str(self.port)]
        with self.output.open("wb") as terminal:
            return subprocess.Popen(
                [*command, *self.options, *options],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                stderr=terminal,
            )

    def start(self) -> float:
        """Wait until it says that it is ready; answers after how many seconds."""
        began = time.monotonic()
        self.process = process = self.launch()
        wait_for(lambda: "ready on" in self.said or process.poll() is not None, seconds=100)
        assert process.poll() is None, self.said
        return time.monotonic() - began

    def signal(self, number: signal.Signals) -> int:
        """Send the supervisor a signal and wait for its end."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(60)

    def living(self) -> list[int]:
        """Every process that came of this console and still lives."""
        return living(self.mark)

    def clean_up(self) -> None:
        """Leave nothing behind, whatever the test proved."""
        for process in self.living():
            with suppress(ProcessLookupError):  # it ended by itself meanwhile
                os.kill(process, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def part(self, word: str) -> int:
        """The guard of one part, by a word of its command."""
        for process in self.living():
            command = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
            is_guard = any(argument.endswith(b"guard.py") for argument in command)
            if is_guard and word.encode() in command:
                return process
        raise LookupError(word)


class Visitor:
    """Somebody with a browser that keeps cookies and follows redirects."""

    def __init__(self, address: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, address after redirects, and body."""
        return self._open(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """The same, for a form of the page at `path`."""
        _, _, page = self.get(path)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found is not None
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": found[1]}).encode()
        headers = {"Referer": self.address + path}
        return self._open(urllib.request.Request(self.address + path, body, headers))

    def _open(self, question: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(question, timeout=30) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.url, answer.read().decode()
