"""Make the environment right, then start again in it.

Standard library only, and it parses on Python 3.8: it runs on whatever `python3` a machine has,
before anything is installed. `.venv` is made by an interpreter that is new enough and holds what
the lock file lists, hash by hash; a stamp inside remembers which lock. Nothing happens when the
stamp is right, which costs a few milliseconds.
"""

from __future__ import annotations

import fcntl
import glob
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ENVIRONMENT = os.path.join(ROOT, ".venv")
STAMP = os.path.join(ENVIRONMENT, ".regie-lock.json")
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}  # the second holds the first
DEVELOPMENT_COMMANDS = {"test", "ci", "shots", "bench", "advisories"}
OLDEST_PYTHON = (3, 12)
PREFERRED_MINORS = (13, 14, 12)


class Refusal(Exception):
    """The environment cannot be made; the text is one line for the person at the terminal."""


def ensure(arguments: list[str]) -> None:
    """Return when this very process runs in the right environment; else make it and exec there.

    REGIE_BOOTSTRAP=0 leaves everything to whoever made the environment (the Docker image).
    """
    if os.environ.get("REGIE_BOOTSTRAP") == "0":
        return
    try:
        python = prepare("dev" if set(arguments[:1]) & DEVELOPMENT_COMMANDS else "run")
    except Refusal as refusal:
        sys.exit("Regie: %s" % refusal)
    if os.path.realpath(sys.prefix) == os.path.realpath(ENVIRONMENT):
        return
    os.execv(python, [python, os.path.join(ROOT, "manage.py"), *arguments])  # noqa: S606


def prepare(need: str) -> str:
    """Bring `.venv` to the lock that `need` ("run" or "dev") asks for; the path of its Python.

    Two at once: the second waits for the first and finds the work done.
    """
    python = os.path.join(ENVIRONMENT, "bin", "python")
    if wanted_lock(need) is None:
        return python
    try:
        door = open(ENVIRONMENT + ".lock", "w")
    except OSError as error:
        raise Refusal("cannot write to %s: %s" % (ROOT, error.strerror)) from None
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("another start is making the environment; waiting for it")
        fcntl.flock(door, fcntl.LOCK_EX)
    with door:
        kind = wanted_lock(need)
        if kind is not None:
            make(kind, python)
    return python


def wanted_lock(need: str) -> str | None:
    """Which lock has to be installed: "run", "dev", or None when the environment is right.

    An environment for development serves `run` too and stays one: `run` after `test` installs
    nothing, and a changed lock is followed in the same kind.
    """
    stamp = read_stamp()
    kind = "dev" if "dev" in (need, stamp.get("kind")) else "run"
    right = stamp.get("kind") == kind and stamp.get("digest") == digest(kind)
    return None if right and os.path.exists(os.path.join(ENVIRONMENT, "bin", "python")) else kind


def make(kind: str, python: str) -> None:
    """Install the lock `kind` into `.venv`, making it first where it is absent or half-made."""
    begin = time.time()
    lock = os.path.join(ROOT, LOCKS[kind])
    uv = None if "NO_UV" in os.environ else shutil.which("uv")
    whole = bool(read_stamp())
    if whole:
        os.remove(STAMP)  # interrupted from here on, the environment counts as half-made
    if not whole or not os.path.exists(python):
        base = find_python(need_pip=uv is None)
        say("making the environment with %s; only the first time" % base)
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        if uv:
            run([uv, "venv", "-q", "--python", base, ENVIRONMENT])
        else:
            run([base, "-m", "venv", ENVIRONMENT])
    say("installing %s" % LOCKS[kind])
    if uv:
        run([uv, "pip", "sync", "-q", "--python", python, "--require-hashes", lock])
    else:
        pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        run([*pip, "--no-input", "--require-hashes", "-r", lock])
    write_stamp({"kind": kind, "digest": digest(kind)})
    say("environment ready after %.0f s" % (time.time() - begin))


def find_python(need_pip: bool = True) -> str:
    """The path of an interpreter that is new enough, 3.13 before others. Raises Refusal."""
    chosen = os.environ.get("REGIE_PYTHON")
    if chosen:
        found = probe(chosen, need_pip)
        if found:
            return found
        raise Refusal("REGIE_PYTHON=%s is no Python 3.12 or newer with venv and pip" % chosen)
    for candidate in candidates():
        found = probe(candidate, need_pip)
        if found:
            return found
    raise Refusal(
        "Python 3.12 or newer (with venv and pip) is needed and was not found on PATH or in pyenv;"
        " install one, or set REGIE_PYTHON to its path"
    )


def candidates() -> list[str]:
    """Where an interpreter may be, the preferred ones first."""
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    places = []
    for minor in PREFERRED_MINORS:
        if sys.version_info[:2] == (3, minor):
            places.append(sys.executable)
        places.append(shutil.which("python3.%d" % minor) or "")
        versions = os.path.join(pyenv, "versions", "3.%d.*" % minor, "bin", "python3")
        places += sorted(glob.glob(versions), reverse=True)
    places += [sys.executable, shutil.which("python3") or ""]
    return [place for place in places if place]


def probe(candidate: str, need_pip: bool) -> str | None:
    """The real path of `candidate` if it runs, is new enough and can make environments."""
    modules = "venv, ensurepip" if need_pip else "venv"
    question = "import sys, %s; print(sys.executable, *sys.version_info[:2], sep='\\n')" % modules
    try:
        answer = subprocess.run(
            [candidate, "-I", "-c", question],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=20,
            cwd="/",  # a .python-version file of the folder must not decide
            check=True,
        )
        path, major, minor = answer.stdout.decode().split("\n")[:3]
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return path if (int(major), int(minor)) >= OLDEST_PYTHON else None


def digest(kind: str) -> str:
    """The SHA-256 of a lock file. Raises Refusal when it is missing."""
    try:
        with open(os.path.join(ROOT, LOCKS[kind]), "rb") as lock:
            return hashlib.sha256(lock.read()).hexdigest()
    except OSError as error:
        raise Refusal("%s: %s" % (LOCKS[kind], error.strerror)) from None


def read_stamp() -> dict[str, str]:
    """What is installed; empty for an environment that is absent or half-made."""
    try:
        with open(STAMP) as stamp:
            return dict(json.load(stamp))
    except (OSError, ValueError):
        return {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Say that the environment is whole; by renaming, so that it is never half-written."""
    with open(STAMP + ".new", "w") as file:
        json.dump(stamp, file)
    os.rename(STAMP + ".new", STAMP)


def run(command: list[str]) -> None:
    """Run one step; its own words go to the terminal. Raises Refusal when it fails."""
    # Output of commands such as `test` belongs to them alone: everything here goes to stderr.
    code = subprocess.call(command, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    if code:
        raise Refusal("%s failed (exit %d)" % (" ".join(command[:4]), code))


def say(sentence: str) -> None:
    """One line on standard error."""
    print("Regie: %s" % sentence, file=sys.stderr, flush=True)
