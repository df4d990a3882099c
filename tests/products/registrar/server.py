"""The EPP server as the tests hold it, and the two registrars as worlds that answer alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from products.models import RegistryName
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.epp import EppRegistrar
from products.registrar.epp_wire import EppAccess
from products.registrar.port import Registrar
from tests.products.registrar.epp_rules import PASSWORD, US

ROOT = Path(settings.BASE_DIR)


def schemas() -> str:
    """Where the schemas of the RFCs lie, if they do: EPP_SCHEMAS, or beside the project. They are
    not ours to carry along; the server's own rules check every frame with or without them."""
    beside = ROOT.parent / "shared/data/epp/all.xsd"
    return os.environ.get("EPP_SCHEMAS") or (str(beside) if beside.exists() else "")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost, and its key."""
    certificate, key = folder / "server.pem", folder / "server.key"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    words += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", str(key)]
    words += ["-addext", "subjectAltName=DNS:localhost", "-out", str(certificate)]
    subprocess.run(words, check=True, capture_output=True)
    return certificate, key


class EppServer:
    """The process, see `epp_server.py`."""

    def __init__(self, folder: Path) -> None:
        self.certificate, self.key = make_certificate(folder)
        self.log = folder / "epp.jsonl"
        self.log.touch()
        module = "tests.products.registrar.epp_server"
        paths = [str(each) for each in (self.log, self.certificate, self.key, schemas())]
        self.errors = (folder / "epp.err").open("wb")
        self.child = subprocess.Popen(
            [sys.executable, "-m", module, *paths],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline())
        self.position = 0

    def tell(self, do: str, **order: object) -> Any:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(json.dumps({"do": do, **order}) + "\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())

    def reset(self) -> None:
        self.tell("reset")
        self.position = len(self.log.read_text().splitlines())

    @property
    def entries(self) -> list[dict[str, Any]]:
        """What it wrote since the last reset."""
        return [json.loads(each) for each in self.log.read_text().splitlines()[self.position :]]

    @property
    def invalid(self) -> list[dict[str, Any]]:
        return [each for each in self.entries if each["event"] == "invalid"]

    def verbs(self) -> list[str]:
        return [each["verb"] for each in self.entries if each["event"] == "command"]

    def access(self, **more: Any) -> EppAccess:
        facts = {
            "host": "localhost",
            "port": self.port,
            "user": US,
            "password": PASSWORD,
            "authority": str(self.certificate),
            "connect_seconds": 2.0,
            "read_seconds": 1.0,
        }
        return EppAccess(**(facts | more))

    def close(self) -> None:
        self.child.kill()
        self.child.wait(10)
        self.errors.close()


class EppWorld:
    """A registry behind EPP, and how a test sets its scene."""

    kind = "epp"

    def __init__(self, server: EppServer) -> None:
        self.server = server
        self.days = 0.0
        self.client = EppRegistrar(server.access())
        self.registrar: Registrar = self.client

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)

    def put(self, name: str, **facts: Any) -> None:
        self.server.tell("put", name=name, **_dates(self.now, facts))

    def advance(self, days: float) -> None:
        self.days += days
        self.server.tell("clock", days=self.days)

    def answer_transfer(self, name: str, answer: str) -> None:
        self.server.tell("answer_transfer", name=name, answer=answer)

    def code_of(self, name: str) -> str:
        return str(self.server.tell("state", name=name)["code"])


class EmbeddedWorld:
    """The same over the embedded registry."""

    kind = "embedded"

    def __init__(self) -> None:
        self.days = 0.0
        self.registrar: Registrar = EmbeddedRegistry(now=lambda: self.now)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)

    def put(self, name: str, **facts: Any) -> None:
        dates = _dates(self.now, facts)
        registry_clock.put(
            name,
            expires_at=datetime.fromisoformat(dates["expires_at"]),
            registered_at=datetime.fromisoformat(dates["registered_at"]),
            sponsor=facts.get("sponsor", registry_clock.OURS),
            authorization_code=facts.get("code", ""),
            is_locked=facts.get("is_locked", False),
        )

    def advance(self, days: float) -> None:
        self.days += days
        registry_clock.advance(self.now)

    def answer_transfer(self, name: str, answer: str) -> None:
        registry_clock.answer_transfer(RegistryName.objects.get(name=name), answer, self.now)

    def code_of(self, name: str) -> str:
        return RegistryName.objects.get(name=name).authorization_code


type World = EppWorld | EmbeddedWorld
type MakeWorld = Callable[[], World]


def _dates(now: datetime, facts: dict[str, Any]) -> dict[str, Any]:
    """`expires_in` and `age` in days, as moments."""
    rest = {key: value for key, value in facts.items() if key not in {"expires_in", "age"}}
    return rest | {
        "expires_at": (now + timedelta(days=facts.get("expires_in", 100))).isoformat(),
        "registered_at": (now - timedelta(days=facts.get("age", 400))).isoformat(),
    }
