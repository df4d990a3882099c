"""The environment is made once, followed when its lock changes, and redone when half-made."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from console import bootstrap


class Workshop:
    """A folder with locks, where the steps of an installation are noted instead of made."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.steps = folder, []  # type: ignore[var-annotated]
        self.fails = False
        for name, value in {
            "ROOT": str(folder),
            "ENVIRONMENT": str(folder / ".venv"),
            "STAMP": str(folder / ".venv" / ".regie-lock.json"),
            "run": self._run,
            "find_python": lambda need_pip: "/usr/bin/python3.13",
        }.items():
            monkeypatch.setattr(bootstrap, name, value)
        monkeypatch.setenv("NO_UV", "1")
        self.lock("run", "django==1")
        self.lock("dev", "django==1 pytest==1")

    def lock(self, kind: str, text: str) -> None:
        (self.folder / bootstrap.LOCKS[kind]).write_text(text)

    def _run(self, command: list[str]) -> None:
        made = "venv" in command
        self.steps.append("made" if made else Path(command[-1]).name)
        if made:
            (self.folder / ".venv" / "bin").mkdir(parents=True)
            (self.folder / ".venv" / "bin" / "python").touch()
        elif self.fails:
            raise bootstrap.Refusal("pip failed")

    def prepare(self, need: str) -> list[str]:
        """The steps that this start took."""
        self.steps.clear()
        bootstrap.prepare(need)
        return self.steps


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop(tmp_path, monkeypatch)


def test_it_makes_and_installs_at_the_first_start(workshop: Workshop) -> None:
    assert workshop.prepare("run") == ["made", "requirements.txt"]


def test_it_does_nothing_when_all_is_right(workshop: Workshop) -> None:
    workshop.prepare("run")
    assert workshop.prepare("run") == []


def test_it_adds_what_development_needs(workshop: Workshop) -> None:
    workshop.prepare("run")
    assert workshop.prepare("dev") == ["requirements-dev.txt"]


def test_it_runs_on_what_development_installed(workshop: Workshop) -> None:
    workshop.prepare("dev")
    assert workshop.prepare("run") == []


def test_it_follows_a_changed_lock(workshop: Workshop) -> None:
    workshop.prepare("run")
    workshop.lock("run", "django==2")
    assert workshop.prepare("run") == ["requirements.txt"]


def test_it_stays_an_environment_for_development(workshop: Workshop) -> None:
    workshop.prepare("dev")
    workshop.lock("dev", "django==2 pytest==1")
    assert workshop.prepare("run") == ["requirements-dev.txt"]


@pytest.mark.parametrize("when", ["at first", "while following a lock"])
def test_it_starts_over_what_was_interrupted(workshop: Workshop, when: str) -> None:
    if when != "at first":
        workshop.prepare("run")
        workshop.lock("run", "django==2")
    workshop.fails = True
    with pytest.raises(bootstrap.Refusal):
        workshop.prepare("run")
    workshop.fails = False
    assert workshop.prepare("run") == ["made", "requirements.txt"]


def test_it_says_that_a_lock_is_missing(workshop: Workshop) -> None:
    (workshop.folder / "requirements.txt").unlink()
    with pytest.raises(bootstrap.Refusal, match=r"requirements\.txt: No such file"):
        workshop.prepare("run")


def test_it_makes_one_environment_when_two_start_at_once(workshop: Workshop) -> None:
    start = textwrap.dedent(f"""
        import os, sys, time
        sys.path.insert(0, {str(Path(bootstrap.__file__).parent.parent)!r})
        from console import bootstrap
        bootstrap.ROOT = {str(workshop.folder)!r}
        bootstrap.ENVIRONMENT = bootstrap.ROOT + "/.venv"
        bootstrap.STAMP = bootstrap.ENVIRONMENT + "/stamp"
        bootstrap.find_python = lambda need_pip: "python"
        def run(command):
            time.sleep(0.3)
            if "venv" in command:
                os.makedirs(bootstrap.ENVIRONMENT + "/bin")
                open(bootstrap.ENVIRONMENT + "/bin/python", "w").close()
                print("made", flush=True)
        bootstrap.run = run
        bootstrap.prepare("run")
    """)
    both = [
        subprocess.Popen([sys.executable, "-c", start], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=30)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(answers) == ["", "made\n"]
