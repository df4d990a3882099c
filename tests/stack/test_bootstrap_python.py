"""The start script runs on an old Python and finds a new one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console import bootstrap

ROOT = Path(bootstrap.ROOT)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing: an empty PATH, no pyenv, and a Python that is too old."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.delenv("REGIE_PYTHON", raising=False)
    monkeypatch.setattr(sys, "version_info", (3, 11, 2))
    monkeypatch.setattr(sys, "executable", interpreter(tmp_path / "own" / "python3", "3.11"))
    return tmp_path


def interpreter(path: Path, version: str) -> str:
    """A program that answers as Python `version` would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' {path} {version.replace('.', ' ')}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize("file", ["manage.py", "console/bootstrap.py", "console/__init__.py"])
def test_it_parses_on_python_3_8(file: str) -> None:
    ast.parse((ROOT / file).read_text(), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    script = "import sys; sys.path.insert(0, sys.argv[1]); import console.bootstrap;"
    script += "print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(ROOT)],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert "console.bootstrap" in loaded.stdout
    assert not {"django", "console.settings"} & set(loaded.stdout.split())


def test_it_prefers_3_13(machine: Path) -> None:
    interpreter(machine / "bin" / "python3.12", "3.12")
    interpreter(machine / "bin" / "python3.14", "3.14")
    preferred = interpreter(machine / "bin" / "python3.13", "3.13")
    assert bootstrap.find_python() == preferred


def test_it_looks_into_pyenv(machine: Path) -> None:
    found = interpreter(machine / "pyenv" / "versions" / "3.12.1" / "bin" / "python3", "3.12")
    assert bootstrap.find_python() == found


def test_it_passes_over_a_shim_of_a_version_that_is_not_there(machine: Path) -> None:
    shim = machine / "bin" / "python3.13"
    shim.write_text("#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n")
    shim.chmod(0o755)
    found = interpreter(machine / "bin" / "python3.12", "3.12")
    assert bootstrap.find_python() == found


def test_it_obeys_the_variable(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(machine / "bin" / "python3.13", "3.13")
    chosen = interpreter(machine / "elsewhere" / "python", "3.14")
    monkeypatch.setenv("REGIE_PYTHON", chosen)
    assert bootstrap.find_python() == chosen


def test_it_says_that_the_variable_is_wrong(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter(machine / "bin" / "python3.13", "3.13")
    monkeypatch.setenv("REGIE_PYTHON", interpreter(machine / "elsewhere" / "python", "3.11"))
    with pytest.raises(bootstrap.Refusal, match="REGIE_PYTHON="):
        bootstrap.find_python()


def test_it_says_in_one_line_that_there_is_none(
    machine: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "ENVIRONMENT", str(machine / ".venv"))
    monkeypatch.setattr(bootstrap, "STAMP", str(machine / ".venv" / "stamp"))
    with pytest.raises(SystemExit) as end:
        bootstrap.ensure(["run"])
    assert "Python 3.12 or newer" in str(end.value.code)
    assert "\n" not in str(end.value.code)


def test_it_leaves_a_prepared_image_alone(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIE_BOOTSTRAP", "0")
    monkeypatch.setattr(bootstrap, "prepare", lambda need: pytest.fail("looked"))
    bootstrap.ensure(["run"])
    assert os.environ["REGIE_BOOTSTRAP"] == "0"
