"""Runs the sessions of a page as a person would, and holds what is printed to what the page shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from local.engine import NOT_INHERITED

if TYPE_CHECKING:
    from tests.pages.page import Command
    from tests.stage import Stage

PROJECT = Path(__file__).resolve().parent.parent.parent

VARIES = "…"
"""Stands on a page for what differs from run to run."""

MARK = "\x1eended "
"""What is printed after each command, followed by its exit code."""


class Shell:
    """A shell in the folder of STAGE's stacks, where FOLDER holds the command `bluegreen`."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        """Write the command."""
        program = folder / "bluegreen"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ops "$@"\n')
        program.chmod(0o755)
        known = stage.workspace.environment
        inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        path = f"{folder}:{known['PATH']}"
        self._directory = stage.workspace.directory
        self._environment = {**inherited, **known, "PATH": path, "PYTHONPATH": str(PROJECT), "URL": stage.url}

    def show(self, page: str, session: list[Command]) -> None:
        """Run the SESSION of PAGE, as `run` does."""
        run(page, session, self._directory, self._environment)


def run(page: str, session: list[Command], directory: Path, environment: dict[str, str]) -> None:
    """Run the SESSION of PAGE in one shell in DIRECTORY; fails where a command does not end and print as shown."""
    script = "".join(f"{command.text}\nprintf '{MARK}%s\\n' $?\n" for command in session)
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = re.split(rf"{MARK}(\d+)\n", ended.stdout)
    codes = [*map(int, printed[1::2]), *[None] * len(session)]
    outputs = [*printed[0::2], *[""] * len(session)]
    for command, output, code in zip(session, outputs, codes, strict=False):
        if trouble := _trouble(command, output, code):
            where = f"{page}, line {command.line}: {command.text}"
            pytest.fail(f"{where}\n{trouble}; it printed:\n{output}", pytrace=False)


def _trouble(command: Command, output: str, code: int | None) -> str | None:
    """How COMMAND, which ended with CODE (None: never) after OUTPUT, is not as shown."""
    if code != command.code:
        return "never ended" if code is None else f"ended with {code}"
    rest = iter(output.splitlines())
    for line in command.printed:
        pattern = re.escape(line.strip()).replace(re.escape(VARIES), ".*")
        if not any(re.fullmatch(rf"\s*{pattern}\s*", each) for each in rest):
            return f"prints no line {line!r}, or not in this order"
    return None
