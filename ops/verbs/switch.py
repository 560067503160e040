"""`bluegreen switch`: all traffic to the other color."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from components.color import Color
from ops import options
from ops.changing import Scene, look, undone_on_failure
from ops.consent import ask
from ops.move_told import propose, tell
from ops.problem import Code

if TYPE_CHECKING:
    from ops.move import Move
    from ops.project import Named

EXAMPLE = "bluegreen switch --to green --stack-prefix prod-"


def switch(
    named: Named,
    *,
    to: Annotated[Color | None, typer.Option("--to", help="The color; default: the one without most traffic.")] = None,
    yes: options.Yes = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Move all traffic to the other color: shows what would change, asks, and ends once it is observed."""
    scene = look(named, changes=lambda stacks, _seen: stacks.router, no_color=no_color)
    move = _move(scene, to)
    if not propose(move, as_document=as_document, no_color=no_color):
        return Code.OK
    with undone_on_failure(move.take_back):
        move.declare()
        move.preview()
        ask(f"move all traffic to {move.target.value}?", yes=yes)
        moved = move.run()
    tell(move, moved, as_document=as_document, no_color=no_color)
    return Code.OK


def _move(scene: Scene, to: Color | None) -> Move:
    from ops.look import role_of  # noqa: PLC0415  as in `status`
    from ops.move import Move  # noqa: PLC0415
    from ops.picture import ACTIVE  # noqa: PLC0415

    live, declared = scene.seen.live, scene.stacks.settings.active_color
    active = next((color for color in Color if role_of(color, live, declared) == ACTIVE), declared)
    return Move(scene.updates, scene.folder, scene.stacks, scene.seen, to or active.other)
