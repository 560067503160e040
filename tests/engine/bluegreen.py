"""`bluegreen` as a person runs it, on the stacks of a stage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.stage import Stage

PROJECT = Path(__file__).resolve().parent.parent.parent

NOT_INHERITED = ("AWS_PROFILE", "AWS_SESSION_TOKEN")
"""What a shell may name of a real account."""


@dataclass(frozen=True)
class Said:
    """A finished `bluegreen`: exit code, stdout, stderr, wall seconds."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def document(self) -> Any:
        """What it printed as JSON."""
        return json.loads(self.out)


def command(stage: Stage, verb: str, *words: str, **environment: str | None) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment that `bluegreen` runs."""
    names = ("--stack-prefix", stage.workspace.prefix)
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    wanted: dict[str, str | None] = {
        **inherited,
        **stage.workspace.environment,
        "PYTHONPATH": str(PROJECT),
        **environment,
    }
    line = [sys.executable, "-m", "ops", verb, *(() if "--stack-prefix" in words else names), *words]
    return line, {name: value for name, value in wanted.items() if value is not None}


def bluegreen(stage: Stage, verb: str, *words: str, **environment: str | None) -> Said:
    """Run VERB on STAGE's stacks, in their ENVIRONMENT with changes; None takes a variable away."""
    begun = time.monotonic()
    line, known = command(stage, verb, *words, **environment)
    run = subprocess.run(
        line,
        cwd=stage.workspace.directory,
        env=known,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Said(run.returncode, run.stdout, run.stderr, time.monotonic() - begun)
