"""A move of traffic as a person or a script is told of it: before it is made, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.color import Color
from ops.terminal import complain, say, say_json

if TYPE_CHECKING:
    from ops.move import Move, Moved


def propose(move: Move, *, as_document: bool, no_color: bool) -> bool:
    """Tell the plan of MOVE; False where there is nothing to do. Raises Problem where the gate would refuse it now."""
    if move.finished:
        complain(f"{move.what} is on {move.receiver.value} already: nothing to do")
        return False
    if not as_document:
        say(*move.lines(), no_color=no_color)
    move.check()
    return True


def tell(move: Move, moved: Moved, *, as_document: bool, no_color: bool) -> None:
    """Say what MOVED, and what is left to do."""
    if as_document:
        say_json({"version": 1, "router": move.stacks.router, **document(move, moved)})
        return
    say(done(move, moved), commit(move), no_color=no_color)


def document(move: Move, moved: Moved) -> dict[str, Any]:
    """What MOVED, for a program; weights are percent."""
    records, receiver = move.seen.records, move.receiver
    return {
        "from": records.named(receiver.other),
        "to": records.named(receiver),
        "weights": {color.value: moved.live[color] for color in Color},
        "seconds": round(moved.seconds, 2),
        "file": move.file.name,
    }


def done(move: Move, moved: Moved) -> str:
    """What MOVED, on one line."""
    where = move.seen.records.named(move.receiver)
    return f"{move.what} is on {where}: read back and observed after {moved.seconds:.1f} s"


def commit(move: Move) -> str:
    """What is left to do once MOVE was made."""
    what = move.what.replace("%", "percent").capitalize()
    message = f"{what} to {move.seen.records.named(move.receiver)}"
    return f"so that repository and cloud agree: git commit {move.file.name} -m '{message}'"
