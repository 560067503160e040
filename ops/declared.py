"""A move that the router's file declares already, as after a merge: made, or the file says again what AWS has."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from components.color import TOTAL, Color, pair
from components.records.records import read_records
from components.switch.refusal import nothing_changed
from components.traffic import listener_weights
from ops.aws_problems import looking
from ops.interrupts import as_ctrl_c, uninterrupted
from ops.move import traffic_settings
from ops.problem import Code, Problem
from ops.stack_file import StackFile
from ops.terminal import complain

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from components.records.active_record import ActiveRecord
    from ops.changing import Scene


def declared_move(scene: Scene) -> tuple[Color, int]:
    """Whom the router's file of SCENE gives traffic, and how much in percent: the canary, else the active color."""
    active, declared = scene.stacks.settings.active_color, scene.stacks.declared
    share = declared[active.other]
    return (active.other, share) if share else (active, TOTAL)


def check_release(scene: Scene, target: Color) -> None:
    """Raise Problem where TARGET, which has no traffic yet, runs another release than its file in SCENE says.

    It was deployed after what was merged, so that nobody agreed to give that one traffic.
    """
    stacks, color = scene.stacks, scene.stacks.environments.get(target)
    runs = scene.seen.records.release(target)
    if color is None or runs is None or scene.seen.live[target] or color.release == runs:
        return
    file = StackFile(scene.folder, stacks.names[target]).path.name
    what = f"{file} says {color.release}, and {target.value} runs {runs}, which was not merged"
    onward = f"merge the pull request of {runs}, or bluegreen deploy {color.release} --router {stacks.router}"
    raise Problem(nothing_changed(what), onward, Code.RESOURCE)


@contextlib.contextmanager
def agreeing(scene: Scene) -> Generator[None]:
    """A block after whose Problem, or interrupt, the router's file of SCENE says what AWS has.

    Somebody merged what it says: whoever updates from there next would make the move that was refused.
    """
    with as_ctrl_c():
        try:
            yield
        except Problem as problem:
            with uninterrupted():
                complain(_put_back(scene))
            raise problem from None
        except KeyboardInterrupt:
            with uninterrupted():
                told, next_command = _put_back(scene), f"bluegreen status --router {scene.stacks.router}"
                raise Problem(f"interrupted: {told}", next_command, Code.CANCELLED) from None


def _put_back(scene: Scene) -> str:
    """Write what is live into the router's file; what became of it, in words."""
    stacks = scene.stacks
    file = StackFile(scene.folder, stacks.router).path.name
    try:
        with looking(stacks.router):
            live = listener_weights(stacks.listener, stacks.target_groups)
            active = read_records(stacks.record_names, strict=False).active
        if sum(live.values()) != TOTAL:
            return f"{file} stays as it is: no settings mean {pair(live)} (blue/green), which somebody set by hand"
        settings = traffic_settings(live, stacks.settings.active_color)
        scene.updates.declare(stacks.router, {**settings, **_marked(active, live)})
    except Problem as problem:
        return f"{file} could not be put back to what AWS has: {problem}"
    return f"{file} says what AWS has: {pair(live)} (blue/green)"


def _marked(active: ActiveRecord | None, live: Mapping[Color, int]) -> dict[str, str]:
    """The setting that marks the release as bad which was rolled back last and has no traffic; none without one.

    A rollback wrote it. Whoever is refused because of that must not take it out of the repository again.
    """
    marked = active.bad if active is not None else ()
    idle = [color for color in Color if not live[color]]
    found = [name for name in marked if any(name.startswith(color.at("")) for color in idle)]
    return {"bad_release": found[-1]} if found else {}
