"""What this console refuses to start with. The settings ask at every start, in every process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

LOOPBACK = {"localhost", "127.0.0.1", "::1", "[::1]"}
SHORTEST_KEY = 50  # characters; Django's own check warns below it
REGISTRARS = ("embedded", "epp")
FEWEST_DIFFERENT = 5  # characters, likewise


@dataclass(frozen=True)
class Installation:
    """The part of the environment that decides whether an installation is safe.

    An address of the console on the loopback interface is a trial on somebody's own machine;
    any other is production. `servers` are DATABASE_URL, REDIS_URL and BROKER_URL by name.
    """

    base_url: str
    allowed_hosts: list[str]
    secret_key: str
    secret_key_fallbacks: list[str] = field(default_factory=list)
    audit_key: str = ""
    audit_key_fallbacks: list[str] = field(default_factory=list)
    servers: dict[str, str] = field(default_factory=dict)
    registrar: str = "embedded"
    epp: Mapping[str, object] = field(default_factory=dict)
    demo: bool = False
    pseudo_language: bool = False

    @property
    def is_local(self) -> bool:
        """Whether the console answers on the loopback interface only."""
        return urlsplit(self.base_url).hostname in LOOPBACK


def objections(installation: Installation) -> Iterator[str]:
    """Why the installation must not start, a sentence each; none when it may."""
    yield from _server_objections(installation.servers)
    yield from _registrar_objections(installation)
    if installation.is_local:
        if set(installation.allowed_hosts) - LOOPBACK:
            yield "ALLOWED_HOSTS goes beyond this machine: set BASE_URL to the https address"
        return
    if not installation.base_url.startswith("https://"):
        yield "BASE_URL must begin with https:// unless it is on localhost"
    if "*" in installation.allowed_hosts:
        yield "ALLOWED_HOSTS must not be *: name the hosts"
    if installation.demo:
        yield "demo mode is for localhost only"
    if installation.pseudo_language:
        yield "PSEUDO_LANGUAGE is for tests and developers, on localhost only"
    yield from _key_objections(installation)


def _key_objections(installation: Installation) -> Iterator[str]:
    keys = {
        "SECRET_KEY": [installation.secret_key, *installation.secret_key_fallbacks],
        "AUDIT_KEY": [installation.audit_key, *installation.audit_key_fallbacks],
    }
    for name, some in keys.items():
        if any(len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT for key in some):
            yield (
                f"{name} and {name}_FALLBACKS need {SHORTEST_KEY} random characters or more"
                " (make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))')"
            )
    if installation.secret_key in keys["AUDIT_KEY"]:
        yield "AUDIT_KEY must not be the SECRET_KEY: the one changes, the other stays"


def _registrar_objections(installation: Installation) -> Iterator[str]:
    if installation.registrar not in REGISTRARS:
        yield f"REGISTRAR is one of {', '.join(REGISTRARS)}"
    if installation.registrar == "epp":
        for name in ("host", "user", "password"):
            if not installation.epp.get(name):
                yield f"REGISTRAR=epp needs EPP_{name.upper()}"


def _server_objections(servers: dict[str, str]) -> Iterator[str]:
    for name, url in servers.items():
        if url.startswith("memory:"):
            yield f"{name}: a broker in memory forgets every task and is for tests only"
        elif is_open_server(url):
            yield f"{name} needs a password: whoever reaches the server could read and write"


def is_open_server(url: str) -> bool:
    """Whether the URL reaches a server over TCP without a password. A unix socket is guarded by
    the modes of its folder; `?host=/folder` names one for PostgreSQL."""
    address = urlsplit(url)
    if address.scheme not in {"postgres", "postgresql", "psql", "pgsql", "redis", "rediss"}:
        return False
    host = parse_qs(address.query).get("host", [address.hostname or ""])[0]
    return bool(host) and not host.startswith("/") and not address.password
