"""Where letters arrive while no mail server is configured: a folder of mail files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Letterbox(BaseEmailBackend):
    """Writes each message to `<folder>/<hash of its Message-ID>.eml`, whole or not at all.

    The same message sent twice is the same file.
    """

    def __init__(self, *, folder: str, alias: str | None = None) -> None:
        super().__init__(alias=alias)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """File the messages; OSError when the disk refuses."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for each in email_messages:
            message = each.message()
            name = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()[:40]
            unfinished = self.folder / f"{name}.{os.getpid()}.part"
            unfinished.write_bytes(message.as_bytes())
            unfinished.replace(self.folder / f"{name}.eml")
        return len(email_messages)
