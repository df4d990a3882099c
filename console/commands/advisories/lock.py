"""What the lock of production installs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


@dataclass(frozen=True)
class Locked:
    """One line of the lock. `is_installed_here`: its marker, if any, holds on this machine."""

    name: str
    version: Version
    is_installed_here: bool

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class NotLookedUp(Exception):
    """Nothing can be said about the versions; the text tells why."""


def read_lock(lock: Path) -> list[Locked]:
    """Every version of a requirements file with hashes. Raises NotLookedUp when there is none."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*==[^\\\n]*)", lock.read_text(), re.MULTILINE)
    found = [_locked(Requirement(line.strip())) for line in lines]
    if not found:
        raise NotLookedUp(f"{lock.name} locks no version")
    return found


def _locked(line: Requirement) -> Locked:
    [version] = line.specifier
    return Locked(
        name=canonicalize_name(line.name),
        version=Version(version.version),
        is_installed_here=line.marker is None or line.marker.evaluate(),
    )
