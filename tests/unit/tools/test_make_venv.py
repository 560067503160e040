"""When the virtual environment is filled again."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tools import make_venv
from tools.problem import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FakeProgram

LOCKED = "a==1 \\\n    --hash=sha256:aa\nuv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\nx==1\n"


@pytest.fixture
def requirements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a locked file in a project folder where nothing real is installed."""
    monkeypatch.setattr(make_venv, "ROOT", tmp_path)
    file = tmp_path / "requirements-dev.txt"
    file.write_text(LOCKED)
    return file


def test_it_is_filled_once_until_the_lock_changes(
    requirements: Path, fake_program: FakeProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second call does nothing; a changed lock fills again."""
    filled: list[Path] = []

    def fill(folder: Path, _: Path) -> None:
        filled.append(folder)
        fake_program(folder / "bin" / "python")

    monkeypatch.setattr(make_venv, "_fill", fill)
    make_venv.main()
    make_venv.main()
    assert len(filled) == 1
    requirements.write_text(LOCKED + "y==1\n")
    make_venv.main()
    assert len(filled) == 2


def test_a_failed_fill_is_tried_again(requirements: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stamp is written last."""

    def fail(*_: object) -> None:
        raise Problem("no network", "make setup")

    monkeypatch.setattr(make_venv, "_fill", fail)
    with pytest.raises(Problem):
        make_venv.main()
    assert not make_venv.is_current(requirements.parent / ".venv", requirements)


def test_the_lines_of_one_package_carry_its_hashes() -> None:
    """Installing uv alone is as checked as installing all."""
    assert make_venv.lines_of("uv", LOCKED) == "uv==0.13.9 \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
    with pytest.raises(Problem, match="does not lock pip"):
        make_venv.lines_of("pip", LOCKED)


def test_the_command_runs_the_project_around_the_environment(tmp_path: Path) -> None:
    """From any folder, with its own Python; a project that moves takes its command along."""
    command = tmp_path / "project" / ".venv" / "bin" / "bluegreen"
    make_venv.write_command(command)
    python = command.parent / "python"
    python.write_text('#!/bin/sh\necho "$PYTHONPATH" "$@"\n')
    python.chmod(0o755)
    said = subprocess.run(
        [command, "status"], cwd="/", env={"PATH": "/usr/bin:/bin"}, stdout=subprocess.PIPE, check=True
    )
    assert said.stdout.decode().split() == [str(tmp_path / "project"), "-m", "ops", "status"]


def test_the_policy_packs_environment_is_its_own(requirements: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filled from its own lock, beside which it lies."""
    lock = requirements.parent / "policy" / "requirements.txt"
    lock.parent.mkdir()
    lock.write_text("b==1\n")
    filled: list[tuple[Path, Path]] = []
    monkeypatch.setattr(make_venv, "_fill", lambda *places: filled.append(places))
    make_venv.main_of_the_pack()
    assert filled == [(lock.parent / ".venv", lock)]
