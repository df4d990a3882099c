"""What one call costs: CPU of this process, work of PostgreSQL, statements, clock."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

Call = Callable[[], object]


def cpu_ms(call: Call, repeats: int) -> float:
    """Median CPU milliseconds of this process."""
    return _median(call, repeats, time.process_time)


def cpu_ratio(call: Call, unit: Call, repeats: int) -> float:
    """How many times the CPU time of `unit` a call takes. The two take turns, so that a machine
    that is slower for a while is slower for both."""
    call()
    unit()
    calls, units = [], []
    for _ in range(repeats):
        units += [_cpu(unit) for _ in range(3)]
        calls.append(_cpu(call))
    return statistics.median(calls) / statistics.median(units)


def _cpu(call: Call) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def clock_ms(call: Call, repeats: int) -> float:
    """Median milliseconds by the clock (p50)."""
    return _median(call, repeats, time.perf_counter)


def database_ms(call: Call, repeats: int) -> float:
    """Median milliseconds that PostgreSQL works for a call: the CPU time of its process where
    that can be read (a server on this machine), else the time that the call waits for it."""
    call()
    on_cpu = _backend_clock()
    if on_cpu is None:
        return _median_wait(call, repeats)
    times = []
    for _ in range(repeats):
        start = on_cpu()
        call()
        times.append(on_cpu() - start)
    return statistics.median(times) * 1000


def _backend_clock() -> Callable[[], float] | None:
    """The CPU seconds of the server's process behind our connection, as Linux counts them."""
    process = Path(f"/proc/{connection.connection.info.backend_pid}")
    try:
        is_here = (process / "comm").read_text().strip() == "postgres"
        (process / "schedstat").read_text()
    except OSError:
        return None
    if not is_here:
        return None
    return lambda: int((process / "schedstat").read_text().split()[0]) / 1e9


def _median_wait(call: Call, repeats: int) -> float:
    waits: list[float] = []
    for _ in range(repeats):
        with _waiting() as wait:
            call()
        waits.append(sum(wait) * 1000)
    return statistics.median(waits)


def statements(call: Call) -> list[str]:
    """The SQL of one call, BEGIN and COMMIT included."""
    with CaptureQueriesContext(connection) as made:
        call()
    return [query["sql"] for query in made.captured_queries]


def _median(call: Call, repeats: int, clock: Callable[[], float]) -> float:
    call()  # the first one warms caches
    times = []
    for _ in range(repeats):
        start = clock()
        call()
        times.append(clock() - start)
    return statistics.median(times) * 1000


@contextmanager
def _waiting() -> Iterator[list[float]]:
    waits: list[float] = []

    def measure(execute: Callable[..., Any], *arguments: Any) -> Any:
        clock, cpu = time.perf_counter(), time.process_time()
        try:
            return execute(*arguments)
        finally:
            waits.append((time.perf_counter() - clock) - (time.process_time() - cpu))

    with connection.execute_wrapper(measure):
        yield waits
