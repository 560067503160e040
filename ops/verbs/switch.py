"""`bluegreen switch`: all traffic to the other color, at once or in steps that are watched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from components.color import TOTAL, Color
from ops import options
from ops.changing import Scene, look, undone_on_failure
from ops.consent import ask
from ops.move_told import propose, tell
from ops.problem import Code, Problem
from ops.shares import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.project import Named

EXAMPLE = "bluegreen switch --to green --steps 10,50,100 --bake 15m --stack-prefix prod-"

To = Annotated[Color | None, typer.Option("--to", help="The color; default: the one without most traffic.")]

Steps = Annotated[
    str | None,
    typer.Option(
        "--steps", metavar="PERCENT,…", help="Percent of the traffic, one step after the other, such as 10,50,100."
    ),
]
Every = Annotated[
    str | None, typer.Option("--every", metavar="TIME", help="How long each step is watched; default: 60s.")
]
Bake = Annotated[
    str | None,
    typer.Option("--bake", metavar="TIME", help="How long all traffic is watched, and taken back where it does harm."),
]
Declared = Annotated[
    bool,
    typer.Option(
        "--declared",
        help="What the router's file says already, as after a merge; where that is refused or taken back, the file says"
        " again what AWS has.",
    ),
]


def switch(
    named: Named,
    *,
    to: To = None,
    declared: Declared = False,
    steps: Steps = None,
    every: Every = None,
    bake: Bake = None,
    metric_period: options.MetricPeriod = options.PERIOD,
    yes: options.Yes = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Move all traffic to the other color: shows what would change, asks, and ends once it is observed.

    With steps or a bake it watches what the color does with its traffic, and takes it back where that is too much.
    """
    plan = read_plan(steps, every, bake)
    period = options.read_period(metric_period)
    if declared and to is not None:
        raise Problem("--declared and --to name two colors", "give only one of them")

    def make(scene: Scene, target: Color, share: int) -> int:
        if plan is None:
            return _at_once(scene, target, share, yes=yes, as_document=as_document, no_color=no_color)
        from ops.gradual import Gradual  # noqa: PLC0415  as in `status`

        its_plan = plan if share == TOTAL else plan.only(share)
        return Gradual(named, its_plan, period, as_document, no_color).go(scene, target, yes=yes)

    if declared:
        return _as_declared(named, make, no_color=no_color)
    scene = _look(named, no_color=no_color)
    return make(scene, to or _active(scene).other, TOTAL)


def _look(named: Named, *, no_color: bool) -> Scene:
    return look(named, changes=lambda stacks, _seen: stacks.router, no_color=no_color)


def _as_declared(named: Named, make: Callable[[Scene, Color, int], int], *, no_color: bool) -> int:
    from ops.declared import agreeing, check_release, declared_move  # noqa: PLC0415
    from ops.patience import when_free  # noqa: PLC0415

    # Nobody is there to try again.
    scene = when_free(lambda: _look(named, no_color=no_color))
    with agreeing(scene):
        target, share = declared_move(scene)
        check_release(scene, target)
        return make(scene, target, share)


def _at_once(scene: Scene, target: Color, share: int, *, yes: bool, as_document: bool, no_color: bool) -> int:
    from ops.move import Move  # noqa: PLC0415

    move = Move(scene, target, share=share)
    if not propose(move, as_document=as_document, no_color=no_color):
        return Code.OK
    with undone_on_failure(move.take_back):
        move.declare()
        move.preview()
        ask(f"move {move.what} to {move.receiver.value}?", yes=yes)
        moved = move.run()
    tell(move, moved, as_document=as_document, no_color=no_color)
    return Code.OK


def _active(scene: Scene) -> Color:
    from ops.look import role_of  # noqa: PLC0415
    from ops.picture import ACTIVE  # noqa: PLC0415

    live, declared = scene.seen.live, scene.stacks.settings.active_color
    return next((color for color in Color if role_of(color, live, declared) == ACTIVE), declared)
