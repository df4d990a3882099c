"""Nothing that a guarded command started outlives it, whoever dies first."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator

import pytest

from console.embedded import guard
from console.embedded.children import become_child
from tests.stack.processes import living, wait_for

STUBBORN = "trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & while :; do sleep 0.1; done"


@pytest.fixture
def mark() -> Iterator[str]:
    """A word in the environment by which the processes of one test are found."""
    word = f"REGIE_MARK={uuid.uuid4()}"
    yield word
    for process in living(word):
        os.kill(process, signal.SIGKILL)


def guarded(mark: str, grace: float, script: str) -> subprocess.Popen[bytes]:
    name, _, value = mark.partition("=")
    return subprocess.Popen(
        [sys.executable, "-I", "-S", guard.__file__, str(grace), "bash", "-c", script],
        env={**os.environ, name: value},
        preexec_fn=become_child(signal.SIGTERM),
    )


def test_it_ends_the_command_with_its_code(mark: str) -> None:
    assert guarded(mark, 5, "exit 7").wait(10) == 7


def test_it_asks_the_command_to_end(mark: str) -> None:
    process = guarded(mark, 5, "trap 'exit 5' TERM; echo; while :; do sleep 0.1; done")
    wait_for(lambda: len(living(mark)) >= 3)
    process.terminate()
    assert process.wait(4) == 5


def test_it_kills_what_does_not_end(mark: str) -> None:
    process = guarded(mark, 0.5, STUBBORN)
    wait_for(lambda: len(living(mark)) >= 3)
    process.terminate()
    assert process.wait(5) == 128 + signal.SIGKILL
    assert living(mark) == []


def test_it_kills_what_the_command_left_behind(mark: str) -> None:
    assert guarded(mark, 5, "sleep 60 & setsid sleep 60 & sleep 0.3").wait(10) == 0
    assert living(mark) == []


def test_it_ends_with_its_parent(mark: str) -> None:
    name, _, value = mark.partition("=")
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            textwrap.dedent(f"""
                import signal, subprocess, sys, time
                from console.embedded.children import become_child
                from console.embedded import guard
                subprocess.Popen(
                    [sys.executable, "-I", "-S", guard.__file__, "0.5", "bash", "-c", {STUBBORN!r}],
                    preexec_fn=become_child(signal.SIGTERM),
                )
                time.sleep(60)
            """),
        ],
        env={**os.environ, name: value},
        cwd=os.getcwd(),
    )
    wait_for(lambda: len(living(mark)) >= 4)
    parent.kill()
    parent.wait()
    wait_for(lambda: living(mark) == [])
