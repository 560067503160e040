"""Whether all is still as a step of a switch left it: what somebody else did meanwhile is not overruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.color import Color, pair
from components.traffic import listener_weights
from ops.aws_problems import looking
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from ops.changing import Scene
    from ops.move import Move


def unmoved(made: Move) -> None:
    """Raise Problem where live is not what MADE left: it may be somebody's rollback."""
    stacks = made.stacks
    with looking(stacks.router):
        live = listener_weights(stacks.listener, stacks.target_groups)
    if live != made.declared:
        _refuse(made, f"live is {pair(live)}, and this switch left {pair(made.declared)} (blue/green)")


def unchanged(made: Move, scene: Scene) -> None:
    """Raise Problem where SCENE is not what MADE left: traffic, the router's file and state, and the releases."""
    stacks, records = scene.stacks, scene.seen.records
    for what, found in (
        ("live is", scene.seen.live),
        (f"{made.file.name} declares", stacks.declared),
        ("the state holds", stacks.known),
    ):
        if dict(found) != made.declared:
            _refuse(made, f"{what} {pair(found)}, and this switch left {pair(made.declared)} (blue/green)")
    for color in Color:
        before, now = made.seen.records.release(color), records.release(color)
        if before != now:
            _refuse(made, f"{color.value} runs {now}, and {before} when this step was made")


def _refuse(made: Move, what: str) -> None:
    router = made.stacks.router
    also = "somebody else was at it, and nothing more was changed"
    raise Problem(f"{what}: {also}", f"bluegreen status --router {router}", Code.RESOURCE)
