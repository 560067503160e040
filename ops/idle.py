"""An update of the idle color: what its stack's file says, one `pulumi up`, and what is there afterwards."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.guard.protection import REFUSED
from components.records.records import read_records
from components.switch.color_health import look_at_color, look_at_fleets
from ops.aws_problems import looking
from ops.changing import look, undone_on_failure
from ops.problem import Code, Problem
from ops.stack_file import StackFile
from ops.updates import FailedUpdate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from components.color import Color
    from components.records.records import Records
    from components.switch.color_health import ColorHealth
    from ops.changing import Scene
    from ops.project import Named
    from ops.stacks import Stacks

    Settings = Mapping[str, str | None]


DRAINING = "draining"
"""How the state of a target begins that leaves its target group."""

POLL, SLACK = 2.0, 30.0
"""Seconds between two looks, and how long a target may drain beyond the deregistration delay."""


@dataclass(frozen=True)
class Brought:
    """What the color of SCENE is after its update, which took so many seconds; its stack's file says so, too."""

    scene: Scene
    color: Color
    file: Path
    records: Records
    health: ColorHealth
    seconds: float

    @property
    def release(self) -> str | None:
        """What it runs; None without a record."""
        return self.records.release(self.color)

    @property
    def name(self) -> str:
        """`green (1.2.0)`."""
        return f"{self.color.value} ({self.release})"

    def check_healthy(self) -> None:
        """Raise Problem where not all of its targets are healthy."""
        if not self.health.all_healthy:
            what = f"{self.color.value} runs {self.release}, but {self.health.describe()}"
            raise Problem(what, f"bluegreen status --router {self.scene.stacks.router}", Code.RESOURCE)

    def document(self) -> dict[str, Any]:
        """What became of it, for a program."""
        return {
            "version": 1,
            "color": self.color.value,
            "release": self.release,
            "healthy": self.health.healthy,
            "registered": self.health.registered,
            "seconds": round(self.seconds, 2),
            "file": self.file.name,
        }

    def words(self, what: str) -> str:
        """What became of it, as WHAT says."""
        seen = f": {self.health.describe()}" if self.health.registered else ""
        return f"{self.name} {what}{seen} after {self.seconds:.1f} s; {self.file.name} says so"


def bring(
    named: Named, wanted: Color | None, settings: Callable[[Scene, Color], Settings], *, no_color: bool
) -> Brought:
    """Bring the idle color of the set that NAMED means to SETTINGS (None removes one).

    Raises Problem where that fails, or WANTED, where a person named one, is not idle.
    """
    scene = look(
        named,
        changes=lambda stacks, seen: stacks.names[idle_color(stacks, seen.live, wanted)],
        no_color=no_color,
    )
    color = idle_color(scene.stacks, scene.seen.live, wanted)
    change = _Change(scene, color, settings(scene, color))
    with undone_on_failure(change.take_back):
        change.declare()
        return change.run()


def idle_color(stacks: Stacks, live: Mapping[Color, int], wanted: Color | None = None) -> Color:
    """The color without traffic, by LIVE weights; raises Problem where there is none, or WANTED is the other one."""
    idle = [color for color, weight in live.items() if weight == 0]
    if len(idle) != 1:
        shares = " and ".join(f"{color.value} (weight {weight})" for color, weight in live.items())
        what = f"nothing was changed: traffic is on {shares}, so that neither color is idle"
        raise Problem(what, f"bluegreen switch --router {stacks.router}, then again", Code.RESOURCE)
    (color,) = idle
    if wanted not in {None, color}:
        weight, live_color = live[color.other], color.other.value
        what = f"nothing was changed: {live_color} carries traffic (weight {weight}), idle is {color.value}"
        raise Problem(what, f"again with --color {color.value}, or without --color", Code.RESOURCE)
    return color


class _Change:
    """SETTINGS of the stack of COLOR, which the SCENE shows to be idle."""

    def __init__(self, scene: Scene, color: Color, settings: Settings) -> None:
        stack = scene.stacks.names[color]
        if color not in scene.stacks.environments:
            raise Problem(f"there is no stack {stack}", f"pulumi stack init {stack}", Code.NO_STACK)
        self._scene, self._color, self._stack, self._settings = scene, color, stack, settings
        self._file = StackFile(scene.folder, stack)
        self._begun = False

    def declare(self) -> None:
        """Write the settings into the color's file. Raises Problem."""
        with self._file.declaring():
            self._scene.updates.declare(self._stack, self._settings)

    def run(self) -> Brought:
        """Update the color's stack and look at what it is then. Raises Problem where that fails."""
        begun, scene, color = time.monotonic(), self._scene, self._color
        try:
            scene.updates.up(self._stack)
        except FailedUpdate as problem:
            self._begun = problem.attempted and REFUSED not in str(problem)
            raise
        self._begun = True
        records, health = self._when_drained()
        seconds = time.monotonic() - begun
        return Brought(scene, color, self._file.path, records, health, seconds)

    def _when_drained(self) -> tuple[Records, ColorHealth]:
        """The color once nothing of it drains any more, or should not: whoever looks for targets next finds its own."""
        scene, color = self._scene, self._color
        deadline = time.monotonic() + scene.stacks.settings.deregistration_delay + SLACK
        while True:
            with looking(scene.stacks.router):
                records = read_records(scene.stacks.record_names, strict=False)
                health = look_at_color(color, scene.stacks.target_groups[color], records, look_at_fleets(records))
            if not any(state.startswith(DRAINING) for state in health.states.values()) or time.monotonic() > deadline:
                return records, health
            time.sleep(POLL)

    def take_back(self) -> str:
        """After a failure: what was refused does not stay declared, what was begun does; in words."""
        if self._begun:
            return f"{self._file.path.name} declares what was begun or done: pulumi up --stack {self._stack} ends it"
        if not self._file.take_back():
            return f"{self._file.path.name} was changed by somebody meanwhile and stays as it is"
        return f"{self._file.path.name} is as it was"
