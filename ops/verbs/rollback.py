"""`bluegreen rollback`: all traffic back to where it was before, in one command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.changing import look, undone_on_failure
from ops.consent import ask
from ops.durations import span
from ops.move_told import propose, tell
from ops.patience import PATIENCE, when_free
from ops.problem import Code

if TYPE_CHECKING:
    from ops.project import Named

EXAMPLE = "bluegreen rollback --yes --stack-prefix prod-"

Unmarked = Annotated[
    bool, typer.Option("--unmarked", help="Don't mark the release that is left as bad: a switch may go to it again.")
]

Wait = Annotated[
    bool, typer.Option("--wait", help=f"Wait for whoever updates the router, up to {span(PATIENCE)}, as CI must.")
]


def rollback(
    named: Named,
    *,
    yes: options.Yes = False,
    unmarked: Unmarked = False,
    wait: Wait = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Move all traffic back to the color before the last switch, or away from a canary, and mark what is left as bad.

    It updates the router alone: an update of a color that hangs does not hold it up.
    """
    way = _Way(named, marked=not unmarked, yes=yes, as_document=as_document, no_color=no_color)
    return when_free(way.go) if wait else way.go()


@dataclass(frozen=True)
class _Way:
    """The way back of the set that NAMED means, as a person wants it."""

    named: Named
    marked: bool
    yes: bool
    as_document: bool
    no_color: bool

    def go(self) -> int:
        """Go it once. Raises Problem, busy where somebody updates the router."""
        scene = look(self.named, changes=lambda stacks, _seen: stacks.router, no_color=self.no_color)
        from ops.move_back import move_back  # noqa: PLC0415  as in `status`

        move = move_back(scene, marked=self.marked)
        if not propose(move, as_document=self.as_document, no_color=self.no_color):
            return Code.OK
        ask(f"move all traffic back to {move.target.value}?", yes=self.yes)
        with undone_on_failure(move.take_back):
            move.declare()
            moved = move.run()
        tell(move, moved, as_document=self.as_document, no_color=self.no_color)
        return Code.OK
