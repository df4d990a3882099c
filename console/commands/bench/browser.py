"""A signed-in browser in the same process: it speaks WSGI, so that nothing but the server runs."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client

from auth2fa.models import User
from console.wsgi import application


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class Unexpected(Exception):
    """A page answered something else than it should: there is nothing to measure."""


class Browser:
    """Keeps its cookies, as a browser does; anonymous without `user`."""

    def __init__(self, user: User | None = None) -> None:
        self.application = application
        self.cookies = session_of(user) if user else {}

    def get(self, url: str, *, target: str = "") -> Answer:
        """The page, or its fragment named `target`."""
        return self._ask("GET", url, b"", _htmx(target, url))

    def post(self, url: str, fields: dict[str, str], *, target: str, seen_on: str) -> Answer:
        """A form sent by htmx, from the page whose address is `seen_on`."""
        return self._ask("POST", url, urlencode(fields).encode(), _htmx(target, seen_on))

    def _ask(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        path, query = urlsplit(url).path, urlsplit(url).query
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(settings.PORT),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": f"localhost:{settings.PORT}",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **headers,
        }
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], failure: Any = None) -> Any:
            started.append((status, headers))

        response = self.application(environ, start)
        try:
            content = b"".join(response)
        finally:
            response.close()
        return self._answer(*started[0], content)

    def _answer(self, status: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, body)


def session_of(user: User) -> dict[str, str]:
    """The cookies of a session in which the person has just typed their password."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": user.email}
    ]
    session.save()
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _htmx(target: str, current: str) -> dict[str, str]:
    if not target:
        return {}
    return {
        "HTTP_HX_REQUEST": "true",
        "HTTP_HX_TARGET": target,
        "HTTP_HX_CURRENT_URL": f"http://localhost:{settings.PORT}{current}",
    }
