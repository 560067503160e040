"""What a watch does where a color does too much harm: a rollback, as a person would make it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.changing import look, undone_on_failure
from ops.move_back import move_back
from ops.move_told import commit, document, done
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene
    from ops.move import Move, Moved
    from ops.project import Named
    from ops.watching.watch import Look


@dataclass(frozen=True)
class TakenBack:
    """The MOVE back and what it moved; `seconds` from the decision until it was observed."""

    move: Move
    moved: Moved
    why: Look
    seconds: float

    def lines(self) -> list[str]:
        """What happened and what is left to do, a line each."""
        left = self.move.seen.records.named(self.why.color)
        return [
            f"{left} was taken back: {'; '.join(self.why.reasons)}",
            f"detected after {self.why.seconds:.1f} s, rolled back in {self.seconds:.1f} s",
            done(self.move, self.moved),
            commit(self.move),
        ]

    def document(self) -> dict[str, Any]:
        """The same for a program; seconds."""
        times = {"detected": round(self.why.seconds, 2), "rolled_back": round(self.seconds, 2)}
        return {**document(self.move, self.moved), "times": times, "reasons": list(self.why.reasons)}


def take_back(named: Named, color: Color, why: Look, *, no_color: bool) -> TakenBack:
    """Roll back from COLOR of the set that NAMED means, because of WHY, and mark what it runs as bad.

    Raises Problem where that can't be: traffic stays where it is then.
    """
    begun = time.monotonic()
    try:
        scene = look(named, changes=lambda stacks, _seen: stacks.router, no_color=no_color)
        move = _away(scene, color)
        with undone_on_failure(move.take_back):
            move.declare()
            moved = move.run()
    except Problem as problem:
        what = f"{color.value} does harm, and could not be taken back: {'; '.join(why.reasons)}\n{problem}"
        raise Problem(what, "bluegreen rollback, once the above is put right", problem.code) from None
    return TakenBack(move, moved, why, time.monotonic() - begun)


def _away(scene: Scene, color: Color) -> Move:
    """The move back, which leads away from COLOR. Raises Problem where it does not, or the gate would refuse it."""
    move = move_back(scene, marked=True)
    if move.target is color:
        gone = f"somebody moved traffic meanwhile, so that {color.value} is the way back itself"
        raise Problem(gone, "bluegreen status", Code.RESOURCE)
    move.check()
    return move
