"""A move of traffic as a person or a script is told of it: before it is made, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.color import Color
from ops.terminal import complain, say, say_json

if TYPE_CHECKING:
    from ops.move import Move, Moved


def propose(move: Move, *, as_document: bool, no_color: bool) -> bool:
    """Tell the plan of MOVE; False where there is nothing to do. Raises Problem where the gate would refuse it now."""
    if move.finished:
        complain(f"all traffic is on {move.target.value} already: nothing to do")
        return False
    if not as_document:
        say(*move.lines(), no_color=no_color)
    move.check()
    return True


def tell(move: Move, moved: Moved, *, as_document: bool, no_color: bool) -> None:
    """Say what MOVED, and what is left to do."""
    records, target = move.seen.records, move.target
    document = {
        "version": 1,
        "router": move.stacks.router,
        "from": records.named(target.other),
        "to": records.named(target),
        "weights": {color.value: moved.live[color] for color in Color},
        "seconds": round(moved.seconds, 2),
        "file": move.file.name,
    }
    if as_document:
        say_json(document)
        return
    say(
        f"all traffic is on {records.named(target)}: read back and observed after {moved.seconds:.1f} s",
        f"so that repository and cloud agree: git commit {move.file.name} -m 'All traffic to {records.named(target)}'",
        no_color=no_color,
    )
