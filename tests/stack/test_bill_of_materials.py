"""What production installs, as a list that other tools read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_it_lists_every_package_of_the_lock_with_its_hashes(tmp_path: Path) -> None:
    """Row 75: the bill that CI writes is made of the lock, and holds all of it."""
    bill = tmp_path / "sbom.json"
    program = Path(sys.executable).with_name("cyclonedx-py")
    lock = settings.BASE_DIR / "requirements.txt"
    subprocess.run(
        [program, "requirements", "--of", "JSON", "-o", bill, lock], check=True, timeout=60
    )
    components = json.loads(bill.read_text())["components"]
    locked = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;]+)", lock.read_text(), re.M)
    assert {(each["name"].lower(), each["version"]) for each in components} >= {
        (name.lower(), version) for name, version in locked
    }
    assert all(each["externalReferences"][0]["hashes"] for each in components)
