"""The console as the world reaches it: granian with the settings of production, behind Debian's
nginx with deploy/nginx.conf. Both in a temporary folder, on free ports of the loopback interface.
"""

from __future__ import annotations

import http.client
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from console.bootstrap import ROOT
from console.embedded.children import become_child
from tests.stack.servers import (
    QUIET,
    NotInstalled,
    as_ordinary,
    free_port,
    give_away,
    wait_until,
)

NAME = "console.example"
SHIPPED = Path(ROOT) / "deploy" / "nginx.conf"
# Around what is shipped: an nginx that needs no root.
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {shipped}
}}
"""


@dataclass
class Proxy:
    """Where the proxy listens, and how to ask it as somebody from another address."""

    folder: Path
    console: int
    plain: int
    secure: int

    def configuration(self, protocols: str = "TLSv1.2 TLSv1.3") -> str:
        """What is shipped, with ports and paths of the test; `protocols` for a look at others."""
        text = SHIPPED.read_text()
        for shipped, ours in {
            "127.0.0.1:8000": f"127.0.0.1:{self.console}",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen 443 ": f"listen 127.0.0.1:{self.secure} ",
            f"/etc/letsencrypt/live/{NAME}/": f"{self.folder}/",
            "ssl_protocols TLSv1.2 TLSv1.3;": f"ssl_protocols {protocols};",
        }.items():
            assert text.count(shipped) == 1 + (shipped.startswith("/etc/")), shipped
            text = text.replace(shipped, ours)
        return AROUND.format(folder=self.folder, shipped=text)

    def ask(
        self,
        method: str,
        path: str,
        fields: dict[str, str] | None = None,
        *,
        source: str = "127.0.0.1",
        **headers: str,
    ) -> tuple[http.client.HTTPResponse, str]:
        """One request over https from the address `source`; the answer and its text."""
        trust = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        wire = socket.create_connection(("127.0.0.1", self.secure), 30, (source, 0))
        with trust.wrap_socket(wire, server_hostname=NAME) as secured:
            connection = http.client.HTTPConnection(NAME)
            connection.sock = secured
            body = urllib.parse.urlencode(fields) if fields is not None else None
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            if body is not None:
                sent |= {"Content-Type": "application/x-www-form-urlencoded"}
                sent |= {"Origin": f"https://{NAME}"}
            connection.request(method, path, body, {"Accept-Encoding": "identity", **sent})
            answer = connection.getresponse()
            return answer, answer.read().decode()


@contextmanager
def running_proxy(database_url: str, **settings: str) -> Iterator[Proxy]:
    """The console behind the proxy. Raises NotInstalled."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if nginx is None:
        raise NotInstalled("nginx is not installed (apt-get install nginx-light)")
    with _folder() as folder:
        proxy = Proxy(folder, *(free_port() for _ in range(3)))
        with _console(proxy, database_url, settings), _nginx(nginx, proxy):
            yield proxy


@contextmanager
def running_nginx(proxy: Proxy, protocols: str) -> Iterator[int]:
    """A second nginx that accepts `protocols`; its port. For what a test must be able to see."""
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert nginx is not None
    with _folder() as folder:
        other = Proxy(folder, proxy.console, free_port(), free_port())
        with _nginx(nginx, other, protocols):
            yield other.secure


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="regie-proxy-") as name:
        folder = Path(name)
        give_away(folder)
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2"]
        command += ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
        subprocess.run([*as_ordinary(), *command, *files], check=True, **QUIET)
        yield folder


@contextmanager
def _nginx(program: str, proxy: Proxy, protocols: str = "TLSv1.2 TLSv1.3") -> Iterator[None]:
    file = proxy.folder / "nginx.conf"
    file.write_text(proxy.configuration(protocols))
    command = [*as_ordinary(), program, "-p", str(proxy.folder), "-c", str(file)]
    told = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True, cwd="/")
    assert told.returncode == 0, told.stderr
    process = subprocess.Popen(command, preexec_fn=become_child(signal.SIGINT), **QUIET)
    try:
        wait_until(lambda: socket.create_connection(("127.0.0.1", proxy.secure)).close(), OSError)
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _console(proxy: Proxy, database_url: str, settings: dict[str, str]) -> Iterator[None]:
    """Granian with the command of the image."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "DATA_DIR": str(proxy.folder / "data"),
        "STATIC_ROOT": str(proxy.folder / "static"),
        "BASE_URL": f"https://{NAME}",
        "ALLOWED_HOSTS": NAME,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "AUDIT_KEY": secrets.token_urlsafe(50),
        "TRUSTED_PROXY_COUNT": "1",
        "REGIE_TESTING": "0",
        "REGIE_BOOTSTRAP": "0",
        "DJANGO_SETTINGS_MODULE": "console.settings",
        "BROKER_URL": "",
        **settings,
    }
    manage = [sys.executable, "manage.py", "prepare", "--static-only"]
    subprocess.run(manage, cwd=ROOT, env=environment, check=True, timeout=60)
    command = [sys.executable, "-m", "granian", "console.wsgi:application", "--interface", "wsgi"]
    command += ["--host", "127.0.0.1", "--port", str(proxy.console), "--http", "1", "--no-ws"]
    with (proxy.folder / "console.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--workers", "1", "--blocking-threads", "2"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=become_child(signal.SIGTERM),
        )
    try:
        address = ("127.0.0.1", proxy.console)
        wait_until(lambda: socket.create_connection(address).close(), OSError, seconds=40)
        yield
    finally:
        process.terminate()
        process.wait(20)
