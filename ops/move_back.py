"""The move that a rollback makes: where to, and what is marked as bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.move import Move
from ops.problem import Code, Problem
from ops.way_back import way_back, why_none

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene


def move_back(scene: Scene, *, marked: bool) -> Move:
    """The move back of SCENE; MARKED marks what it leaves. Raises Problem where there is nothing to go back to."""
    target = way_back(scene.stacks, scene.seen.records, scene.seen.live)
    if target is None:
        what = f"{scene.stacks.router}: {why_none(scene.seen.records)}"
        raise Problem(what, f"bluegreen status --router {scene.stacks.router}", Code.RESOURCE)
    return Move(scene, target, bad=_bad(scene, target) if marked else None)


def _bad(scene: Scene, target: Color) -> str | None:
    """What a move back to TARGET marks as bad: what runs on both colors can't be it, nor what has no traffic."""
    records, left = scene.seen.records, target.other
    release = records.release(left)
    if not scene.seen.live[left] or release in {None, records.release(target)}:
        return None
    return left.at(release)
