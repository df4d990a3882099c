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
Clock = Callable[[], float]


def cpu_ms(call: Call, repeats: int) -> float:
    """Median CPU milliseconds of this process."""
    return _median(call, repeats, time.process_time)


def cpu_ratio(call: Call, unit: Call, repeats: int, clock: Clock = time.process_time) -> float:
    """How many times the CPU time of `unit` a call takes; `clock` may be that of the thread.

    The two take turns, so that a machine that is slower for a while is slower for both.
    """
    call()
    unit()
    calls, units = [], []
    for _ in range(repeats):
        units += [_spent(unit, clock) for _ in range(3)]
        calls.append(_spent(call, clock))
    return statistics.median(calls) / statistics.median(units)


def _spent(call: Call, clock: Clock) -> float:
    start = clock()
    call()
    return clock() - start


def clock_ratio(call: Call, unit: Call, repeats: int) -> float:
    """How long a call takes by the clock (p50), in CPU times of `unit`; the two take turns."""
    call()
    unit()
    calls, units = [], []
    for _ in range(repeats):
        units += [_spent(unit, time.process_time) for _ in range(3)]
        calls.append(_spent(call, time.perf_counter))
    return statistics.median(calls) / statistics.median(units)


def database_ratio(call: Call, unit: Call, repeats: int) -> float:
    """How long PostgreSQL works for a call, in CPU times of `unit`, which takes turns with it.

    That is the CPU time of its process where that can be read (a server on this machine), else
    the time that the call waits for it.
    """
    call()
    on_cpu = _backend_clock()
    works, units = [], []
    for _ in range(repeats):
        units += [_spent(unit, time.process_time) for _ in range(3)]
        works.append(_spent(call, on_cpu) if on_cpu else _waited(call))
    return statistics.median(works) / statistics.median(units)


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


def _waited(call: Call) -> float:
    with _waiting() as waits:
        call()
    return sum(waits)


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
