"""`bluegreen park`: no instances for the idle color, all else kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import options
from ops.problem import Code
from ops.terminal import say, say_json

if TYPE_CHECKING:
    from ops.project import Named

EXAMPLE = "bluegreen park --stack-prefix prod-"


def park(
    named: Named,
    *,
    color: options.OneColor = None,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Take all instances from the idle color and keep everything else. Refused while it is the way back."""
    from ops.idle import bring  # noqa: PLC0415  as in `status`
    from ops.unparking import unparking  # noqa: PLC0415

    brought = bring(named, color, lambda _scene, _color: {"parked": "true"}, no_color=no_color)
    takes = unparking(brought.scene.stacks, brought.records, brought.color)
    if as_document:
        say_json({**brought.document(), "unparking": {"seconds": takes.seconds}})
        return Code.OK
    again = f"bluegreen unpark --color {brought.color.value} --router {brought.scene.stacks.router}"
    say(brought.words("has no instances any more"), f"to have them back: {again}; {takes.words()}", no_color=no_color)
    return Code.OK
