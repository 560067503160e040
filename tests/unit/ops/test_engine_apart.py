"""A run of the engine that only hears what is passed on to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from ops.engine_apart import EngineApart
from ops.engine_command import EngineCommand, EngineError

if TYPE_CHECKING:
    from pathlib import Path


def _engine(folder: Path, script: str) -> EngineApart:
    program = folder / "pulumi"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return EngineApart(EngineCommand(str(program), folder, {"TOLD": "so"}))


def test_each_line_is_heard(tmp_path: Path) -> None:
    """In the project's folder, with words and environment."""
    heard: list[str] = []
    _engine(tmp_path, 'echo "$1 $TOLD"; pwd; dirname "$(command -v pulumi)"').run(["up"], heard.append)
    assert heard == ["up so", str(tmp_path), str(tmp_path)]


def test_it_fails_with_what_the_engine_said(tmp_path: Path) -> None:
    """On stderr, however long."""
    engine = _engine(tmp_path, "seq 100000 >&2; echo locked >&2; exit 3")
    with pytest.raises(EngineError, match="exit code: 3") as caught:
        engine.run([], lambda _: None)
    assert caught.value.said.endswith("locked")


def test_it_is_in_a_session_of_its_own(tmp_path: Path) -> None:
    """So that no Ctrl-C, canceled job or closed terminal reaches it."""
    heard: list[str] = []
    _engine(tmp_path, f"exec {sys.executable} -c 'import os; print(os.getsid(0))'").run([], heard.append)
    assert int(heard[0]) != os.getsid(0)


def test_an_interrupt_is_passed_on(tmp_path: Path) -> None:
    """The engine completes its step."""
    engine, heard = _engine(tmp_path, "trap 'echo heard; exit 0' INT; echo begun; while :; do sleep 0.01; done"), [""]

    def hear(line: str) -> None:
        heard.append(line)
        if line == "begun":
            engine.interrupt()

    engine.run([], hear)
    assert heard[1:] == ["begun", "heard"]


def test_an_interrupt_that_came_before_it_is_not_lost(tmp_path: Path) -> None:
    """It would do everything that nobody wants any more."""
    engine = _engine(tmp_path, "exec sleep 10")
    engine.interrupt()
    with pytest.raises(EngineError):
        engine.run([], lambda _: None)
