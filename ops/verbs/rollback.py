"""`bluegreen rollback`: all traffic back to where it was before, in one command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.changing import Scene, look, undone_on_failure
from ops.consent import ask
from ops.move_told import propose, tell
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from ops.move import Move
    from ops.project import Named

EXAMPLE = "bluegreen rollback --yes --stack-prefix prod-"

Unmarked = Annotated[
    bool, typer.Option("--unmarked", help="Don't mark the release that is left as bad: a switch may go to it again.")
]


def rollback(
    named: Named,
    *,
    yes: options.Yes = False,
    unmarked: Unmarked = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Move all traffic back to the color before the last switch, or away from a canary, and mark what is left as bad.

    It updates the router alone: an update of a color that hangs does not hold it up.
    """
    scene = look(named, changes=lambda stacks, _seen: stacks.router, no_color=no_color)
    move = _move(scene, marked=not unmarked)
    if not propose(move, as_document=as_document, no_color=no_color):
        return Code.OK
    ask(f"move all traffic back to {move.target.value}?", yes=yes)
    with undone_on_failure(move.take_back):
        move.declare()
        moved = move.run()
    tell(move, moved, as_document=as_document, no_color=no_color)
    return Code.OK


def _move(scene: Scene, *, marked: bool) -> Move:
    """The move back. Raises Problem where there is nothing to go back to."""
    from ops.move import Move  # noqa: PLC0415  as in `status`
    from ops.way_back import way_back, why_none  # noqa: PLC0415

    stacks, seen = scene.stacks, scene.seen
    target = way_back(stacks, seen.records, seen.live)
    if target is None:
        raise Problem(f"{stacks.router}: {why_none(seen.records)}", "bluegreen status", Code.RESOURCE)
    release = seen.records.release(target.other)
    # What runs on both colors can't be the one that is bad.
    left = marked and seen.live[target.other] and release not in {None, seen.records.release(target)}
    bad = target.other.at(release) if left else None
    return Move(scene.updates, scene.folder, stacks, seen, target, bad=bad)
