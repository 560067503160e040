"""What happens to an update: calls that fail, and what is done at a moment when it is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.interrupt import Background, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine import Run
    from tests.faults.scene import Rule, Scene

    Happening = Callable[[Scene], Run]
    Moment = tuple[tuple[Rule, ...], ...]

OURS = {"agent": "bluegreen"}
"""The program's own calls, not the provider's."""

DENIED = {"code": "AccessDenied", "status": 403, "message": "not authorized to perform this action"}
THROTTLED = {"code": "Throttling", "status": 400, "message": "Rate exceeded"}
BROKEN = {"code": "InternalFailure", "status": 500, "message": "The request processing has failed."}
NEVER = {"code": "ValidationError", "status": 400, "message": "the call never arrived"}
"""Nobody hears it: it keeps a call that is held from being performed when its caller is gone."""


def held(action: str, when: str, **rule: Any) -> tuple[Rule, ...]:
    """A moment's step: hold ACTION "before" or "after" it is performed, once."""
    return ({"actions": [action], "hold": when, "times": 1} | rule,)


BEFORE_LOOK: Moment = (held("GetParameters", "before", **OURS),)
BEFORE_WRITE: Moment = (held("ModifyListener", "before"),)
WRITTEN: Moment = (held("ModifyListener", "after"),)
BEFORE_READ_BACK: Moment = (*WRITTEN, held("DescribeListeners", "before", **OURS))
BEFORE_RECORD: Moment = (held("PutParameter", "before"),)
RECORDED: Moment = (held("PutParameter", "after"),)


def dropped(action: str) -> Moment:
    """Held before ACTION, which is then never performed: its caller is gone, and it was under way."""
    lost: Rule = {"actions": [action], "error": NEVER, "times": 1}
    return ((lost, *held(action, "before")),)


def switch(scene: Scene) -> Run:
    """Declare green active and `up`."""
    scene.declare(active_color="green")
    return scene.up()


def under(*rules: Rule, **settings: Any) -> Happening:
    """A switch, with SETTINGS, during all of which RULES are in force."""

    def happens(scene: Scene) -> Run:
        for rule in rules:
            scene.cloud.fault(**rule)
        scene.declare(**settings)
        return switch(scene)

    return happens


def there_and_back(*rules: Rule) -> Happening:
    """Three switches under RULES, so that a small share of the calls is some calls; the last is the one that counts."""

    def happens(scene: Scene) -> Run:
        for rule in rules:
            scene.cloud.fault(**rule)
        for color in ("green", "blue"):
            scene.declare(active_color=color)
            scene.up().check()
        run = switch(scene)
        scene.problems += ["a rule hit no call" for rule in scene.cloud.faults() if not rule["hits"]]
        return run

    return happens


def at(moment: Moment, then: Callable[[Scene, Background], None]) -> Happening:
    """A switch that is held at MOMENT until THEN is done."""

    def happens(scene: Scene) -> Run:
        scene.declare(active_color="green")
        return scene.held(moment, lambda running: then(scene, running))

    return happens


def interrupt(_scene: Scene, running: Background) -> None:
    """Ctrl-C."""
    running.interrupt()


def kill(_scene: Scene, running: Background) -> None:
    """The engine is killed, as when a runner dies."""
    running.kill()


def fail_from_here(*rules: Rule) -> Callable[[Scene, Background], None]:
    """Put RULES in force while the update is held; they stay until it has ended."""

    def then(scene: Scene, _running: Background) -> None:
        for rule in rules:
            scene.cloud.fault(**rule)

    return then


def killed_but_performed(action: str) -> Happening:
    """A switch whose engine is killed before ACTION, which its provider performs all the same."""

    def happens(scene: Scene) -> Run:
        before = scene.cloud.last_call()
        run = at((held(action, "before"),), kill)(scene)
        wait_until(lambda: any(call.action == action for call in scene.cloud.calls(before)))
        return run

    return happens
