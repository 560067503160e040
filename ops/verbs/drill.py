"""`bluegreen drill`: the idle color is destroyed and rebuilt, while clients are watched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.changing import look
from ops.consent import ask
from ops.drills.plan import Scope
from ops.interrupts import uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from components.color import Color
    from ops.changing import Scene
    from ops.look import Seen
    from ops.project import Named
    from ops.stacks import Stacks

EXAMPLE = "bluegreen drill --both --yes --stack-prefix prod-"

Switch = Annotated[bool, typer.Option("--switch", help="Then switch to the rebuilt color: traffic stays there.")]
Both = Annotated[
    bool, typer.Option("--both", help="As --switch, and then destroy and rebuild the color that lost its traffic.")
]
AnyRelease = Annotated[bool, typer.Option("--any-release", help="Switch although the colors run different releases.")]
Trend = Annotated[
    Path | None,
    typer.Option("--trend", metavar="FILE", help="Where the report is appended; default: the project's drills.jsonl."),
]
JUnit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML, a test case a step.")]


def drill(
    named: Named,
    *,
    switch: Switch = False,
    both: Both = False,
    any_release: AnyRelease = False,
    trend: Trend = None,
    junit: JUnit = None,
    yes: options.Yes = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Destroy and rebuild the idle color, prove it equal and ready, and count requests that fail clients meanwhile.

    Refused while the idle color soaks. Exit code 4 where a step or a request failed, 7 where blue and green differ.
    """
    from ops.drills.told import Files, tell  # noqa: PLC0415  as in `status`

    scope = Scope.BOTH if both else Scope.SWITCH if switch else Scope.IDLE
    files = Files.of(named, trend, junit)
    scene = look(named, changes=lambda stacks, seen: _touched(stacks, seen, scope), no_color=no_color)
    idle = _begin(scene, scope, any_release=any_release, yes=yes, quiet=as_document, no_color=no_color)

    from ops.drills.drill import run  # noqa: PLC0415

    report = run(named, scene, idle, scope, no_color=no_color)
    with uninterrupted():
        return tell(report, files, as_document=as_document, no_color=no_color)


def _touched(stacks: Stacks, seen: Seen, scope: Scope) -> Iterable[str]:
    """The stacks that are going to be updated."""
    from ops.idle import idle_color  # noqa: PLC0415

    stacks.check_complete()
    colors = scope.colors(idle_color(stacks, seen.live))
    return (*(stacks.names[color] for color in colors), *((stacks.router,) if scope.moves else ()))


def _begin(scene: Scene, scope: Scope, *, any_release: bool, yes: bool, quiet: bool, no_color: bool) -> Color:
    """The color to begin with, once nothing stands against it and a person agreed. Raises Problem."""
    from ops.drills.refusals import check  # noqa: PLC0415
    from ops.drills.told import propose  # noqa: PLC0415
    from ops.idle import idle_color  # noqa: PLC0415

    idle = idle_color(scene.stacks, scene.seen.live)
    check(scene, idle, scope, any_release=any_release)
    if not quiet:
        propose(scene, idle, scope, no_color=no_color)
    ask(f"destroy and rebuild {' and '.join(color.value for color in scope.colors(idle))}?", yes=yes)
    return idle
