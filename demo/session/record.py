"""A real session: a healthy release goes live in steps, and a failing one is taken back at its first."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from demo.load import Load
from demo.session.ground import stacks
from demo.session.screen import masked, shown
from demo.session.terminal import run
from demo.session.traffic import Act
from local.workspace import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.client import Call, LocalAws

STEPS = "--steps 10,50,100 --every 10s --metric-period 1s --yes"

RATE, BEFORE, AFTER = 150.0, 5.0, 3.0
"""Requests a second, and seconds of them before and after a switch, so that the chart shows a steady state."""

DONE, TAKEN_BACK = 0, 4
"""Exit codes of `bluegreen`."""

TOTAL = 100


class SessionError(Exception):
    """A command ended otherwise than this session means to show; the message holds what it said."""


@dataclass
class Session:
    """What is recorded on RUNNING: the terminal's lines, and what clients saw of each switch; SAY hears of progress."""

    running: LocalAws
    say: Callable[[str], None]
    lines: list[str] = field(default_factory=list[str])
    acts: list[Act] = field(default_factory=list[Act])

    def record(self) -> None:
        """Play the whole session; raises SessionError where it does not go as it should."""
        self.say("three stacks: router, blue (1.0.0), green (1.1.0)")
        self._workspace = stacks(self.running)
        outputs = self._workspace.outputs("router")
        self._listener, self._groups = outputs["listener_arn"], outputs["target_group_arns"]
        self._command("deploy 1.2.0")
        self._command("check --seconds 5s")
        self._switch("green", "1.2.0, healthy")
        self._workspace.configure("blue", app_env={"FAULT_ERROR_RATE": "0.2"})
        self.lines += ["\x1b[2m# 1.3.0 will answer every fifth request with status 500\x1b[0m"]
        self._command("deploy 1.3.0")
        self._switch("blue", "1.3.0, which fails 20 % of its requests", TAKEN_BACK)

    def _command(self, words: str, code: int = DONE) -> None:
        self.say(f"bluegreen {words}")
        environment = {**self._workspace.environment, "PYTHONPATH": str(PROJECT)}
        told = run([sys.executable, "-m", "ops", *words.split()], self._workspace.directory, environment)
        lines = [masked(line) for line in shown(told.raw)]
        if told.code != code:
            said = "\n".join(lines)
            raise SessionError(f"`bluegreen {words}` ended with {told.code}, and {code} was expected:\n{said}")
        self.lines += [f"\x1b[1;32m$\x1b[0m \x1b[1mbluegreen {words}\x1b[0m", *lines, ""]

    def _switch(self, color: str, title: str, code: int = DONE) -> None:
        before = self.running.last_call()
        with Load(self.running.url(self._listener), RATE, slow=0) as load:
            time.sleep(BEFORE)
            self._command(f"switch --to {color} {STEPS}", code)
            time.sleep(AFTER)
        moves = [call for call in self.running.writes(before) if call.action == "ModifyListener"]
        # Load begins and ends within a second, which has only a part of its requests.
        self.acts += [Act(title, load.per_second()[1:-1], marks(moves, self._groups[color]))]


def marks(moves: list[Call], group: str) -> Mapping[float, str]:
    """The share that each of MOVES (`ModifyListener`) gave the target group GROUP (an ARN), by its unix seconds."""
    told: dict[float, str] = {}
    for move in moves:
        weighted = move.parameters["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]
        weights = {each["TargetGroupArn"]: each["Weight"] for each in weighted}
        share = round(TOTAL * weights[group] / sum(weights.values()))
        told[move.time] = f"{share} %" if share else "taken back"
    return told
