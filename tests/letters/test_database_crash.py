"""PostgreSQL dies under the worker and comes back: the worker goes on, and no letter is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from console.embedded.broker import PGMQ_URL, install_broker
from console.embedded.postgres import EmbeddedPostgres
from tests.letters.conftest import FAST
from tests.letters.processes import ROOT, MailServer, start_beat, start_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.timeout(300)]

WRITE_100 = """
import django
django.setup()
from console.shell.models import OutgoingLetter
OutgoingLetter.objects.bulk_create(
    OutgoingLetter(
        key=str(number), event="tests.thing.happened", to=f"person{number}@example.com",
        subject="Lamp", text="It happened.", message_id=f"<{number}@letters.example>",
    )
    for number in range(100)
)
"""


class Installation:
    """A database server of its own, with the console's tables and 100 letters."""

    def __init__(self, folder: Path, email_url: str) -> None:
        # Durable: what was committed must survive the crash that the test makes.
        self.server = EmbeddedPostgres(folder, durable=True)
        self.server.start()
        self.server.create_database("regie")
        self.url = self.server.url("regie")
        self.env = {
            **os.environ,
            **FAST,
            "DATABASE_URL": self.url,
            "BROKER_URL": PGMQ_URL,
            "EMAIL_URL": email_url,
            "DJANGO_SETTINGS_MODULE": "console.settings",
        }
        self.run("-m", "django", "migrate", "--skip-checks", "-v0")
        install_broker(self.url)
        self.run("-c", WRITE_100)

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.env, check=True)

    def states(self) -> dict[str, int]:
        with psycopg.connect(self.url) as connection:
            query = "SELECT state, count(*) FROM shell_outgoingletter GROUP BY state"
            return dict(connection.execute(query).fetchall())

    def crash(self) -> None:
        """kill -9 of the server: nothing is written any more, by nobody."""
        process = self.server.process
        assert process is not None
        process.send_signal(signal.SIGKILL)
        process.wait(10)


@pytest.fixture
def installation(tmp_path: Path, mail_server: MailServer) -> Iterator[Installation]:
    made = Installation(tmp_path / "pg", mail_server.url)
    yield made
    made.server.stop()


def test_it_goes_on_after_the_database_crashed(
    installation: Installation, mail_server: MailServer, tmp_path: Path
) -> None:
    mail_server.behave("accept", delay=0.02)
    worker = start_worker(installation.env, tmp_path / "worker.log")
    beat = start_beat(installation.env, tmp_path / "beat.log")
    try:
        for _ in range(2):
            before = len(mail_server.accepted)
            wait_until(lambda before=before: len(mail_server.accepted) > before + 5, 30)  # type: ignore[misc]
            installation.crash()
            assert len(mail_server.accepted) < 100, "all were sent before the crash"
            installation.server.start()
        wait_until(lambda: installation.states() == {"sent": 100}, 60, "100 sent")
        assert worker.is_alive
        assert beat.is_alive
    finally:
        worker.kill()
        beat.kill()
    identities = [entry["message_id"] for entry in mail_server.accepted]
    assert set(identities) == {f"<{number}@letters.example>" for number in range(100)}
    assert len(identities) <= 100 + 2 * 2, "at most one copy per process and crash"
