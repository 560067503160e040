"""Rows whose fault is that the update is cut short: by Ctrl-C, or because its runner dies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.faults.ending import Ending
from tests.faults.happenings import (
    BEFORE_LOOK,
    BEFORE_READ_BACK,
    BEFORE_RECORD,
    BEFORE_WRITE,
    RECORDED,
    WRITTEN,
    at,
    dropped,
    interrupt,
    kill,
    killed_but_performed,
)
from tests.faults.row import CANCEL, UP, Row, Step

if TYPE_CHECKING:
    from tests.faults.happenings import Moment
    from tests.faults.scene import Scene

ONCE, TWICE = ("switched",), ("switched", "switched")

MOMENTS: dict[str, tuple[Moment, Moment, tuple[str, ...], tuple[str, ...]]] = {
    "before the gate's look": (BEFORE_LOOK, BEFORE_LOOK, TWICE, ONCE),
    "between gate and write": (BEFORE_WRITE, dropped("ModifyListener"), TWICE, ONCE),
    "between write and saved state": (WRITTEN, WRITTEN, TWICE, ONCE),
    "between write and read-back": (BEFORE_READ_BACK, BEFORE_READ_BACK, TWICE, ONCE),
    "between listener and parameter": (BEFORE_RECORD, dropped("PutParameter"), ONCE, TWICE),
    "between parameter and saved state": (RECORDED, RECORDED, ONCE, ONCE),
}
"""By moment: where Ctrl-C comes, where a kill comes, and what the switch log holds at last after each."""


def _set(color: str) -> Step:
    def act(scene: Scene) -> None:
        scene.declare(active_color=color)

    return Step(f"`active_color: {color}`", act)


def _accept(pair: str) -> Step:
    def act(scene: Scene) -> None:
        scene.declare(allow_repair=pair)

    return Step(f"`allow_repair: {pair}`", act)


UNKNOWN = Step("`up`", lambda scene: scene.up(), Ending.FAILED, ("live is blue 0, green 100", "pulumi up --refresh"))
"""The switch back, of which the state says that nothing changes."""

RESCUED = Step(
    "`up --refresh`",
    lambda scene: scene.up("--refresh"),
    Ending.REFUSED,
    ("moved to green outside of this program, or by an update that was killed", "allow_repair 0/100"),
)
"""Nobody can tell a killed switch from a rescue by hand, which must not be undone unasked."""


def _interrupted(name: str) -> Row:
    moment, _, log, _ = MOMENTS[name]
    return Row(f"Ctrl-C {name}", at(moment, interrupt), Ending.INTERRUPTED, log=log)


def _killed(name: str) -> Row:
    _, moment, _, log = MOMENTS[name]
    return Row(f"killed {name}", at(moment, kill), Ending.KILLED, way_on=(CANCEL, UP), log=log)


def _reversed(row: Row, *way_on: Step, log: tuple[str, ...]) -> Row:
    return replace(row, name=f"{row.name}, then back to blue", way_on=way_on, ends_on="blue", log=log)


GATE, WRITE, RECORD = "before the gate's look", "between write and saved state", "between listener and parameter"

ROWS = (
    *(replace(_interrupted(name), fast=name == GATE) for name in MOMENTS),
    _reversed(_interrupted(GATE), _set("blue"), UP, log=TWICE),
    *(_killed(name) for name in MOMENTS),
    replace(
        _killed("between gate and write"),
        name="killed between gate and write, which its provider still performs",
        happens=killed_but_performed("ModifyListener"),
    ),
    replace(
        _reversed(_killed(WRITE), CANCEL, _set("blue"), UNKNOWN, RESCUED, _accept("0/100"), UP, log=("refused", *ONCE)),
        fast=True,
    ),
    replace(_reversed(_killed(RECORD), CANCEL, _set("blue"), UP, log=TWICE), fast=True),
)
"""In the table's order."""
