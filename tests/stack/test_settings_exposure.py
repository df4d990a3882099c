"""What an installation shows of itself: nothing."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(settings.BASE_DIR)
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def test_it_never_debugs() -> None:
    assert settings.DEBUG is False
    # pytest-django sets the above by itself; this is the line that an installation reads.
    assert re.search(r"^DEBUG = False$", (ROOT / "console/settings.py").read_text(), re.M)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/admin/", "/admin/doc/", "/static/../manage.py", "/data/"]
)
def test_it_does_not_show(client: Client, path: str) -> None:
    assert client.get(path).status_code in {302, 404}
    assert b"manage" not in client.get(path).content


@pytest.mark.django_db
def test_it_does_not_echo(client: Client) -> None:
    answer = client.trace("/accounts/login/", headers={"X-Secret": "hunter2"})
    assert answer.status_code == 405
    assert b"hunter2" not in answer.content


@pytest.mark.django_db
def test_it_names_no_version(client: Client) -> None:
    headers = {name.lower(): value for name, value in client.get("/accounts/login/").items()}
    assert not {"server", "x-powered-by"} & set(headers)


@pytest.mark.parametrize("lock", LOCKS)
def test_it_pins_every_dependency_by_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    requirements = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.M)[1:]
    assert len(requirements) > 20
    for requirement in requirements:
        assert re.match(r"[a-zA-Z0-9._-]+==[^ ]+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_it_names_no_address_in_a_lock(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


def test_it_locks_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    declared = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["dependency-groups"]["dev"],
    }
    for lock, dependencies in declared.items():
        text = (ROOT / lock).read_text()
        for dependency in dependencies:
            pinned = re.sub(r"\[.*\]", "", dependency).split(">=")[0]
            assert re.search(rf"^{re.escape(pinned)}", text, re.M), f"{dependency} in {lock}"


def test_it_can_run_on_what_development_locks() -> None:
    packages = [
        set(re.findall(r"^([a-zA-Z0-9._-]+==[^ ;]+)", (ROOT / lock).read_text(), re.M))
        for lock in LOCKS
    ]
    assert packages[0] <= packages[1]


def test_it_lists_every_variable_it_reads() -> None:
    sources = [ROOT / "console/settings.py", ROOT / "console/bootstrap.py"]
    read = set()
    for source in sources:
        read |= set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source.read_text()))
        read |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", source.read_text()))
    listed = set(re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    internal = {"REGIE_TESTING", "REGIE_DEMO_MODE", "PYENV_ROOT"}
    elsewhere = {"DEMO_PASSWORD", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "NO_UV"}
    assert read - internal == listed - elsewhere
