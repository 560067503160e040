"""What a watch does where a color does too much harm: a rollback, as a person would make it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.color import pair
from ops.changing import look, undone_on_failure
from ops.interrupts import as_ctrl_c
from ops.move_back import move_back
from ops.move_told import commit, document, done
from ops.patience import when_free
from ops.problem import Code, Problem
from ops.terminal import complain

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
            f"detected {self.why.exposed:.1f} s after its update began, rolled back in {self.seconds:.1f} s",
            done(self.move, self.moved),
            commit(self.move),
        ]

    def document(self) -> dict[str, Any]:
        """The same for a program; seconds."""
        times = {"detected": round(self.why.exposed, 2), "rolled_back": round(self.seconds, 2)}
        return {**document(self.move, self.moved), "times": times, "reasons": list(self.why.reasons)}


def take_back(named: Named, color: Color, release: str | None, why: Look, *, no_color: bool) -> TakenBack:
    """Roll back from COLOR of the set that NAMED means, because of WHY, and mark the RELEASE that did it as bad.

    Waits where somebody else holds the router's lock. Raises Problem where it can't be done: traffic stays where it is
    then.
    """
    begun = time.monotonic()

    def make() -> tuple[Move, Moved]:
        scene = look(named, changes=lambda stacks, _seen: stacks.router, no_color=no_color)
        move = _away(scene, color, release)
        with undone_on_failure(move.take_back):
            move.declare()
            return move, move.run()

    failed = f"{color.value} does harm, and could not be taken back: {'; '.join(why.reasons)}"
    ways = f"bluegreen status --router {named.router}, then bluegreen rollback --router {named.router}"
    try:
        with as_ctrl_c():
            move, moved = when_free(make)
    except Problem as problem:
        raise Problem(f"{failed}\n{problem}", ways, problem.code) from None
    except KeyboardInterrupt:
        raise Problem(f"{failed}\ninterrupted: traffic stays where it is", ways, Code.CANCELLED) from None
    return TakenBack(move, moved, why, time.monotonic() - begun)


def _away(scene: Scene, color: Color, release: str | None) -> Move:
    """The move back, which leads away from COLOR. Raises Problem where it does not, or the gate would refuse it."""
    live, now = scene.seen.live, scene.seen.records.release(color)
    if not live[color]:
        gone = f"somebody moved all traffic away from {color.value} meanwhile: live is {pair(live)} (blue/green)"
        raise Problem(gone, f"bluegreen status --router {scene.stacks.router}", Code.RESOURCE)
    move = move_back(scene, marked=now == release)
    if move.target is color:
        gone = f"somebody moved traffic meanwhile, so that {color.value} is the way back itself"
        raise Problem(gone, f"bluegreen status --router {scene.stacks.router}", Code.RESOURCE)
    move.check()
    if now != release:
        complain(f"{color.value} runs {now} by now, and {release} was watched: neither is marked bad")
    return move
