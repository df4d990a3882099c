"""Real processes over loopback: the memory of web server and worker (P9), the tail (P10)."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from console.commands.bench.goals import LIMITS, Finding
from console.embedded.children import become_child

LOOPBACK = "127.0.0.1"
CONCURRENCY = 8
_PROGRAMS = Path(sys.executable).parent
_LONGEST_START = 30.0


def memory_and_tail(
    url: str, cookies: dict[str, str], pages: int, environment: dict[str, str]
) -> Iterator[Finding]:
    """P9 and P10 of one web server with one worker process, after `pages` list pages."""
    with _web_server(environment) as (process, port):
        headers = {
            "Host": f"localhost:{environment['PORT']}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        _fetch(port, url, headers, max(1, pages // 20))
        times, errors = _load(port, url, headers, pages)
        memory = max(_pss_mib(child) for child in _children(process.pid))
    cuts = statistics.quantiles(times, n=100)
    note = f"{len(times)} pages, {CONCURRENCY} at once"
    yield Finding("P9", "web worker, PSS", memory, "MiB", LIMITS["web mib"], note)
    yield Finding("P10", "p99 : p50", cuts[98] / cuts[49], "×", LIMITS["tail"], note)
    yield Finding("P10", "errors", float(errors), "pages", LIMITS["errors"])


def worker_memory(environment: dict[str, str]) -> Iterator[Finding]:
    """P9: a Celery main process with two children, idle but for its heartbeats."""
    command = [str(_PROGRAMS / "celery"), "-A", "console", "worker", "-c", "2"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    with _process([*command, *quiet], environment) as process:
        family = _settled(process)
        memory = sum(_pss_mib(pid) for pid in family)
    note = f"{len(family)} processes"
    yield Finding("P9", "Celery main + 2, PSS", memory, "MiB", LIMITS["worker mib"], note)


def _settled(process: subprocess.Popen[bytes]) -> list[int]:
    """The process and its two children, once they have been the same for two seconds."""
    deadline, before = time.monotonic() + _LONGEST_START, [0]
    while time.monotonic() < deadline and process.poll() is None:
        now = _children(process.pid)
        if now == before and len(now) == 2:
            return [process.pid, *now]
        before = now
        time.sleep(2)
    raise RuntimeError("The worker did not start its two children.")


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The program until the end of the block; its words go where ours go."""
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, preexec_fn=become_child(signal.SIGTERM)
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def _web_server(
    environment: dict[str, str],
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The web server as `manage.py run` starts it; yields when it answers."""
    port = int(environment["PORT"])
    command = [
        *(str(_PROGRAMS / "granian"), "console.wsgi:application", "--interface", "wsgi"),
        *("--host", LOOPBACK, "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", "1", "--blocking-threads", "4"),
    ]
    with _process(command, environment) as process:
        deadline = time.monotonic() + _LONGEST_START
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The web server did not start.")
            time.sleep(0.1)
        yield process, port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _load(port: int, url: str, headers: dict[str, str], pages: int) -> tuple[list[float], int]:
    """Seconds of each page, CONCURRENCY at once, and how many were not right."""
    share = max(2, pages // CONCURRENCY)
    with ThreadPoolExecutor(CONCURRENCY) as pool:
        parts = [pool.submit(_fetch, port, url, headers, share) for _ in range(CONCURRENCY)]
        answers = [answer for part in parts for answer in part.result()]
    return [seconds for seconds, _right in answers], sum(not right for _s, right in answers)


def _fetch(port: int, url: str, headers: dict[str, str], count: int) -> list[tuple[float, bool]]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    answers = []
    for _ in range(count):
        start = time.perf_counter()
        connection.request("GET", url, headers=headers)
        response = connection.getresponse()
        right = b"<table" in response.read() and response.status == 200
        answers.append((time.perf_counter() - start, right))
    connection.close()
    return answers


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def _pss_mib(pid: int) -> float:
    """Proportional set size: shared pages divided among those who share them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"No memory is known of process {pid} ({os.uname().sysname}).")
