"""`bluegreen park`: no instances for the idle color, all else kept."""

from __future__ import annotations

from ops import options
from ops.problem import Code
from ops.project import name_stacks
from ops.terminal import say

EXAMPLE = "bluegreen park --stack-prefix prod-"


def park(
    *,
    color: options.OneColor = None,
    no_color: options.NoColor = False,
    prefix: options.Prefix = None,
    router: options.Router = None,
    blue: options.Blue = None,
    green: options.Green = None,
    cwd: options.Folder = options.HERE,
) -> int:
    """Take all instances from the idle color and keep everything else. Refused while it is the way back."""
    named = name_stacks(cwd, prefix, router, blue, green)
    from ops.idle import bring  # noqa: PLC0415  as in `status`

    brought = bring(named, color, lambda _scene, _color: {"parked": "true"}, no_color=no_color)
    name, health = brought.scene.seen.records.named(brought.color), brought.health.describe()
    told = f"{name} has no instances any more: {health} after {brought.seconds:.1f} s; {brought.file.name} says so"
    say(told, no_color=no_color)
    return Code.OK
