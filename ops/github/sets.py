"""The set of stacks that a job is about, as it is saved and as AWS has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.engine import Engine
from ops.idle import idle_color
from ops.look import see
from ops.problem import Problem
from ops.saved import begin
from ops.stacks import read_stacks
from ops.verbs.history import read_log as read_entries

if TYPE_CHECKING:
    from components.color import Color
    from ops.project import Named
    from ops.stacks import Stacks
    from ops.switches import Entry


@dataclass(frozen=True)
class Idle:
    """COLOR of STACKS has no traffic, and runs RELEASE, None without a record."""

    stacks: Stacks
    color: Color
    release: str | None


def read_set(named: Named) -> Stacks:
    """The set that NAMED means, deployed or not; AWS is not asked. Raises Problem."""
    with begin(Engine(named.folder), named) as saved:
        return read_stacks(saved, deployed=False)


def read_idle(named: Named) -> Idle:
    """The color without traffic of the set that NAMED means. Raises Problem, also where both have some."""
    with begin(Engine(named.folder), named) as saved:
        stacks = read_stacks(saved)
    seen = see(stacks)
    color = idle_color(stacks, seen.live)
    return Idle(stacks, color, seen.records.release(color))


def is_as_declared(stacks: Stacks) -> bool:
    """Whether AWS gives traffic as the router's file of STACKS says; False also where that can't be asked."""
    try:
        stacks.check_deployed()
        return dict(see(stacks).live) == stacks.declared
    except Problem:
        return False


def read_log(stacks: Stacks, count: int) -> list[Entry] | str:
    """The newest COUNT records of the switch log of STACKS, oldest first, or why they can't be read."""
    try:
        return read_entries(stacks, count)
    except Problem as problem:
        return str(problem).partition("\n")[0]
