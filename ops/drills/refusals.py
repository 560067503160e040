"""What stands against a drill, looked at before anything is changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.switch.probe import ask
from ops.drills.holds import after_switch, held
from ops.drills.plan import Scope
from ops.durations import moment, span
from ops.move import Move
from ops.probing import failed
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from components.color import Color
    from ops.changing import Scene

LONGEST = 900
"""Seconds that `--both` waits at most, between its switch and the second color, until that one may go."""


def check(scene: Scene, idle: Color, scope: Scope, *, any_release: bool) -> None:
    """Raise Problem where a drill of SCOPE must not begin with the IDLE color of SCENE; nothing was changed then."""
    _held(scene, idle)
    for color in scope.colors(idle):
        _declared(scene, color)
    _live_ready(scene, idle.other)
    _provable(scene, idle)
    if scope.moves:
        _moves(scene, idle, scope, any_release=any_release)
    _clients(scene)


def _refuse(what: str, next_command: str, code: Code = Code.RESOURCE) -> Problem:
    return Problem(f"nothing was changed: {what}", next_command, code)


def _held(scene: Scene, color: Color) -> None:
    stacks, records = scene.stacks, scene.seen.records
    found = held(stacks, records, color)
    if found is None:
        return
    left = span((found.until - datetime.now(UTC)).total_seconds())
    accept = f"pulumi config set allow_live_change {color.at(records.release(color))} --stack {stacks.names[color]}"
    what = f"{color.value} must stay until {moment(found.until)} ({left} left): {found.reason}"
    raise _refuse(what, f"again after that, or give it up as it is: {accept}")


def _declared(scene: Scene, color: Color) -> None:
    """A rebuild makes what the file says, and that has to be what was destroyed."""
    stack, settings = scene.stacks.names[color], scene.stacks.environments[color]
    if settings.parked:
        unpark = f"bluegreen unpark --router {scene.stacks.router}"
        raise _refuse(f"{color.value} is parked, so that a rebuilt one would have no targets", unpark)
    runs = scene.seen.records.release(color)
    if runs not in {None, settings.release}:
        what = f"{color.value} runs {runs}, and its file declares {settings.release}, which a rebuild would release"
        raise _refuse(what, f"pulumi up --stack {stack}, or pulumi config set release {runs} --stack {stack}")


def _live_ready(scene: Scene, live: Color) -> None:
    """Whoever serves alone meanwhile has to be well."""
    health, least = scene.seen.health[live], scene.stacks.settings.min_targets
    if not health.all_healthy or health.healthy < least:
        what = f"{live.value} carries the traffic, and is not ready: {health.describe()}, at least {least} needed"
        raise _refuse(what, f"bluegreen status --router {scene.stacks.router}")


def _provable(scene: Scene, idle: Color) -> None:
    """What no rebuild would cure, such as a release that is marked bad."""
    conflicts = Move(scene, idle).verdict.conflicts
    if conflicts:
        what = f"a rebuilt {idle.value} could not be proven ready: {'; '.join(conflicts)}"
        raise _refuse(what, f"bluegreen status --router {scene.stacks.router}")


def _moves(scene: Scene, idle: Color, scope: Scope, *, any_release: bool) -> None:
    stacks, option = scene.stacks, f"--{scope.value}"
    comes, goes = stacks.environments[idle].release, stacks.environments[idle.other].release
    if comes != goes and not any_release:
        what = f"{idle.value} runs {comes} and {idle.other.value} {goes}, so that {option} would be a release"
        raise _refuse(what, f"bluegreen sync, then again; or again with --any-release, or without {option}")
    if scope is Scope.BOTH:
        _second_may_go(scene, idle)
    changed = scene.updates.preview(stacks.router)
    if changed:
        what = f"{stacks.router} has changes waiting: {'; '.join(changed)}"
        raise _refuse(what, f"apply them first: pulumi up --stack {stacks.router}", Code.CHANGES)


def _second_may_go(scene: Scene, idle: Color) -> None:
    found = after_switch(scene.stacks, scene.seen.records, idle)
    seconds = (found.until - datetime.now(UTC)).total_seconds() if found else 0
    if found and seconds > LONGEST:
        what = (
            f"after the switch {idle.other.value} must stay for {span(seconds)} ({found.reason}),"
            f" and --both waits for at most {span(LONGEST)}"
        )
        raise _refuse(what, "bluegreen sync, then again; or bluegreen drill --switch, and bluegreen drill after that")


def _clients(scene: Scene) -> None:
    """A probe that fails before the drill would prove nothing of it."""
    url = scene.stacks.probed_url
    answer = ask(url)
    if failed(answer):
        what = f"{url} gives clients no good answer from here: {answer.failure or f'status {answer.status}'}"
        raise _refuse(what, f"bluegreen status --router {scene.stacks.router}, or run it where clients reach the URL")
