"""Small files of the data folder that only their owner may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

AUDIT_KEY_FILE = "audit-key"


def make_private_folder(folder: Path) -> None:
    """Make the folder, parents included; a new one is for its owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def keep_secret(file: Path, *, value: str = "") -> str:
    """The secret kept in `file`; at first it becomes `value`, or a random one of 192 bits.

    The file is readable by its owner only and appears whole or not at all.
    """
    if file.exists():
        return file.read_text().strip()
    value = value or secrets.token_urlsafe(24)
    half_made = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(half_made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(f"{value}\n")
    half_made.rename(file)
    return value


def read_secret(file: Path) -> str:
    """The secret kept in `file`; empty where there is none, or none for this process to read."""
    try:
        return file.read_text().strip()
    except OSError:
        return ""
