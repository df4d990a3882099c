"""Runs one command and leaves nothing of it behind: `python guard.py GRACE COMMAND…`.

The supervisor starts each part of the console through this little process. Asked to end, or when
the supervisor is gone (the kernel then sends SIGTERM, see `children.become_child`), it asks the
command to end, waits `GRACE` seconds, and kills whatever is left of the session: the processes
that Celery and the web server fork are theirs, not ours, and nobody else would look after them.
Standard library only, so that it costs little memory.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
PR_SET_CHILD_SUBREAPER = 36
ENDING = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
WATCHED = ENDING | {signal.SIGCHLD}


def main(grace: float, command: list[str]) -> int:
    """Run the command to its end and answer its exit code (128 + signal when killed)."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # orphans of the command become our children

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    child = subprocess.Popen(command, preexec_fn=prepare)
    wait(child, grace)
    kill_the_rest()
    code = child.wait()
    reap_orphans()
    return code if code >= 0 else 128 - code


def wait(child: subprocess.Popen[bytes], grace: float) -> None:
    """Return when the command has ended, or `grace` seconds after we were told to end."""
    deadline = None
    while child.poll() is None:
        remaining = 1.0 if deadline is None else deadline - time.monotonic()
        if remaining <= 0:
            return
        event = signal.sigtimedwait(WATCHED, remaining)
        if event is not None and event.si_signo in ENDING and deadline is None:
            deadline = time.monotonic() + grace
            child.terminate()


def kill_the_rest() -> None:
    """Kill every process that came of the command, until none appears any more."""
    while others := descendants():
        for process in others:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        time.sleep(0.02)


def descendants() -> list[int]:
    """The living processes of our session, and orphans that left it and were given to us.
    A zombie is dead: it only waits for its parent."""
    me, session, found = os.getpid(), os.getsid(0), []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # pid (name) state parent group session …; the name may hold spaces and brackets
            state, parent, _group, of_session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it ended while we looked
            continue
        ours = int(of_session) == session or int(parent) == me
        if ours and int(stat.parent.name) != me and state != "Z":
            found.append(int(stat.parent.name))
    return found


def reap_orphans() -> None:
    """Take the exit codes of the orphans, so that no zombie is left where nobody collects them."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
