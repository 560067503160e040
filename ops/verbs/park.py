"""`bluegreen park`: no instances for the idle color, all else kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops import options
from ops.problem import Code
from ops.terminal import say

if TYPE_CHECKING:
    from ops.project import Named

EXAMPLE = "bluegreen park --stack-prefix prod-"


def park(
    named: Named,
    *,
    color: options.OneColor = None,
    no_color: options.NoColor = False,
) -> int:
    """Take all instances from the idle color and keep everything else. Refused while it is the way back."""
    from ops.idle import bring  # noqa: PLC0415  as in `status`

    brought = bring(named, color, lambda _scene, _color: {"parked": "true"}, no_color=no_color)
    say(brought.words("has no instances any more"), no_color=no_color)
    return Code.OK
