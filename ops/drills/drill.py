"""A drill from its first step to its report, under a probe."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.color import Color
from components.traffic import listener_weights
from ops.aws_problems import looking
from ops.drills.plan import plan
from ops.drills.report import Report, find_failures
from ops.drills.steps import Steps
from ops.durations import span
from ops.interrupts import as_ctrl_c, uninterrupted
from ops.probing import Probing
from ops.problem import Code, Problem
from ops.stack_file import StackFile
from ops.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ops.changing import Scene
    from ops.drills.plan import Scope, Step
    from ops.project import Named
    from ops.stacks import Stacks


def run(named: Named, scene: Scene, idle: Color, scope: Scope, *, no_color: bool) -> Report:
    """What a drill of SCOPE of the set that NAMED means, which SCENE shows, found from its IDLE color on.

    It goes as far as it comes before a step fails, or Ctrl-C.
    """
    planned, probing = plan(idle, scope), Probing(scene.stacks.probed_url)
    steps = Steps(named, scene, probing, no_color=no_color)
    when, begun = datetime.now(UTC), time.monotonic()
    with probing:
        with as_ctrl_c():
            problem = _all(steps, planned)
        with uninterrupted():
            probing.end()
            return Report(
                when=when,
                seconds=time.monotonic() - begun,
                router=scene.stacks.router,
                scope=scope,
                releases={color: scene.stacks.environments[color].release for color in Color},
                steps=planned,
                url=scene.stacks.probed_url,
                requests=len(probing.answers),
                failures=find_failures(probing.answers, planned),
                live=_live(scene.stacks),
                switched=steps.switched,
                file=StackFile(scene.folder, scene.stacks.router).path.name,
                problem=problem,
                onward=None if problem is None else _onward(scene.stacks, steps.torn),
            )


def _all(steps: Steps, planned: tuple[Step, ...]) -> Problem | None:
    """Do all that is PLANNED; what ended it before its time."""
    for step in planned:
        try:
            _do(steps, step)
        except Problem as problem:
            return problem
        except KeyboardInterrupt:
            return Problem(
                f"interrupted at: {step}", f"bluegreen status --router {steps.scene.stacks.router}", Code.CANCELLED
            )
    return None


def _do(steps: Steps, step: Step) -> None:
    complain(f"{step}: begun")
    try:
        with step.timed():
            step.detail = steps.do(step)
    finally:
        complain(f"{step}: {step.outcome} after {span(step.seconds or 0)}")
    # The engine completed its work in spite of Ctrl-C; nothing more is begun.
    if steps.scene.updates.interrupted:
        raise KeyboardInterrupt


def _live(stacks: Stacks) -> Mapping[Color, int] | None:
    try:
        with looking(stacks.router):
            return listener_weights(stacks.listener, stacks.target_groups)
    except Problem:
        return None


def _onward(stacks: Stacks, torn: Color | None) -> str:
    """How to go on after a drill that did not come to its end, and left the color TORN not whole."""
    anew = f"bluegreen drill --router {stacks.router}"
    if torn is None:
        return f"both colors stand; {anew} begins anew"
    # A teardown shrinks the fleet before it deletes it, as the state does not know where that was cut short.
    rebuild = f"pulumi up --refresh --stack {stacks.names[torn]}"
    return f"{torn.value} is not whole: {rebuild} rebuilds it, {anew} does all of it anew"
