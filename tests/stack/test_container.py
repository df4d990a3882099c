"""Dockerfile, compose.yaml, .env.example and the guide agree with each other and with the code."""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: each for name, each in SERVICES.items() if each["image"] == "regie"}
EXAMPLE = dict(re.findall(r"^# ([A-Z_]+)=(\S*)", (ROOT / ".env.example").read_text(), re.M))
HIDDEN = [line for line in (ROOT / ".dockerignore").read_text().split("\n") if line[:1] not in "# "]


def instructions(word: str) -> list[str]:
    return re.findall(rf"^\s*{word} +(.+)$", DOCKERFILE, re.MULTILINE)


def environment_of_image() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in " ".join(instructions("ENV")).split())


def command(service: str) -> list[str]:
    found: list[str] = SERVICES[service].get("command") or json.loads(instructions("CMD")[-1])
    return found


def is_hidden(path: str) -> bool:
    return any(fnmatch(path.split("/")[0], pattern) for pattern in HIDDEN)


def ask_for_help(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Options are read before help is given, so an unknown one is an error."""
    program = Path(sys.executable).with_name(words[0])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "console.settings"}
    return subprocess.run(
        [program, *words[1:], "--help"],
        cwd=ROOT,
        env={**environment, "REGIE_BOOTSTRAP": "0"},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_what_is_copied_exists_and_reaches_the_build() -> None:
    for line in instructions("COPY"):
        source = line.split()[0]
        assert (ROOT / source).exists()
        assert source == "." or not is_hidden(source)
    for needed in ("manage.py", "console", "orgs", "static", "templates"):
        assert not is_hidden(needed)


@pytest.mark.parametrize(
    "path", [".env", ".env.local", ".git/config", "data/secret_key", ".venv/bin", "tests/x.py"]
)
def test_what_must_not_lie_in_a_layer_does_not_reach_it(path: str) -> None:
    assert is_hidden(path)


@pytest.mark.parametrize("service", OURS)
def test_every_command_takes_its_options(service: str) -> None:
    done = ask_for_help(command(service))
    assert done.returncode == 0, done.stderr
    if service != "prepare":  # argparse gives help first
        unknown = [*command(service), "--no-such-option"]
        assert "no such option" in ask_for_help(unknown).stderr.lower()


def test_everybody_means_the_same_port() -> None:
    words = command("web")
    port = words[words.index("--port") + 1]
    assert instructions("EXPOSE") == [port]
    assert environment_of_image()["PORT"] == port
    [published] = SERVICES["web"]["ports"]
    assert re.fullmatch(rf"127\.0\.0\.1:\d+:{port}", published)


@pytest.mark.parametrize("service", OURS)
def test_dotenv_moves_nothing_that_the_image_relies_on(service: str) -> None:
    fixed = OURS[service]["environment"]
    for name in ("PORT", "DATA_DIR", "STATIC_ROOT"):
        assert fixed[name] == environment_of_image()[name]
    assert instructions("VOLUME") == [fixed["DATA_DIR"]]
    assert OURS[service]["volumes"] == [f"data:{fixed['DATA_DIR']}"]


def test_every_variable_is_one_that_is_read() -> None:
    given = {name for each in OURS.values() for name in each["environment"]}
    given |= {name for name in environment_of_image() if not name.startswith("PYTHON")}
    assert given <= set(EXAMPLE)
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    assert asked <= set(EXAMPLE)
    code = "".join(path.read_text() for path in (ROOT / "console").rglob("*.py"))
    assert [name for name in set(EXAMPLE) - asked if f'"{name}"' not in code] == []


@pytest.mark.parametrize("service", OURS)
def test_none_of_ours_may_do_more_than_it_needs(service: str) -> None:
    assert instructions("USER") == ["regie"]
    each = OURS[service]
    assert (each["read_only"], each["cap_drop"], each["tmpfs"]) == (True, ["ALL"], ["/tmp"])
    assert each["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in each
    assert "privileged" not in each


def test_who_waits_for_health_waits_for_something_that_tells_it() -> None:
    waits = 0
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            waits += 1
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[name]["healthcheck"]
            else:
                assert (how["condition"], name) == ("service_completed_successfully", "prepare")
    assert waits >= 5


def test_the_database_is_healthy_once_it_answers_over_tcp() -> None:
    """During its first start it answers on the socket alone, and then goes away once more."""
    question = SERVICES["database"]["healthcheck"]["test"]
    assert question[question.index("-h") + 1] == "127.0.0.1"


def test_what_the_guide_names_is_enough_to_start() -> None:
    """The first step of docs/operations.md, and nothing else, satisfies the settings."""
    guide = (ROOT / "docs" / "operations.md").read_text()
    step = guide.partition("1. ")[2].partition("2. ")[0]
    named = set(re.findall(r"`([A-Z_]+)`", step))
    assert set(re.findall(r"\$\{([A-Z_]+):\?", (ROOT / "compose.yaml").read_text())) <= named
    values = {
        name: secrets.token_urlsafe(50) if name.endswith("_KEY") else EXAMPLE[name]
        for name in named
    }
    passwords = {"DATABASE_URL": "postgresql://regie:x@database/regie"}
    passwords["REDIS_URL"] = "redis://:x@redis:6379/0"
    program = "import console.settings as read; print(read.IS_HTTPS)"

    def start(given: dict[str, str]) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": os.environ["PATH"], **given, **passwords}
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )

    done = start(values)
    assert done.stdout == "True\n", done.stderr
    for key in {name for name in values if name.endswith("_KEY")}:
        assert key in start({name: each for name, each in values.items() if name != key}).stderr
