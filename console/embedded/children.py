"""What a process does to itself between fork and exec, so that nothing outlives the console."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def become_child(parent_gone: signal.Signals, *, as_nobody: bool = False) -> Callable[[], None]:
    """Answer the `preexec_fn` of a child that gets `parent_gone` when this process dies.

    The child leads a session of its own: Ctrl-C in a terminal reaches the supervisor alone,
    which then stops its children in order. With `as_nobody`, a child of root believes to be
    `nobody` (see `enter_user_namespace`).
    """
    parent = os.getpid()
    nobody = pwd.getpwnam("nobody").pw_uid if as_nobody else None
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        if nobody is not None:
            enter_user_namespace(nobody)
        os.setsid()
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, parent_gone)
            if os.getppid() != parent:  # it died before prctl: no signal would ever come
                os._exit(1)

    return prepare


def enter_user_namespace(nobody: int) -> None:
    """Make root look like `nobody` from within, while its files stay its own outside.

    PostgreSQL refuses to run with effective uid 0. In a user namespace uid 0 is shown as
    `nobody`, so no folder has to change hands or mode. Raises OSError where the kernel or a
    container forbids such namespaces.
    """
    os.unshare(os.CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{nobody} 0 1")
    Path("/proc/self/gid_map").write_text(f"{nobody} 0 1")
