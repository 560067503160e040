"""The weights of a plan: live, as the state has them, and as they would be; and what the router changes beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.color import Color
from components.hooks.gate import HARMLESS
from components.listener import weights_in
from ops.heard import UNCHANGED
from ops.plan.steps import ENGINES_OWN, LISTENER, RECORD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ops.look import Seen
    from ops.plan.steps import Forward, Preview, Step
    from ops.stacks import Stacks

NOBODY: dict[Color, int] = dict.fromkeys(Color, 0)


@dataclass(frozen=True)
class Shares:
    """Weights by color: `live` as AWS has them, `known` as the state, `then` as the router's preview declares."""

    live: Mapping[Color, int]
    known: Mapping[Color, int]
    then: Mapping[Color, int]


def shares_of(stacks: Stacks, seen: Seen | None, forward: Forward | None) -> Shares:
    """The weights of STACKS, by what was SEEN and by the listener in the router's preview; SEEN is None without one.

    Where the preview does not know the target groups, or failed, what the router's file declares counts.
    """
    if seen is None:
        return Shares(NOBODY, NOBODY, stacks.declared)
    if forward is None:
        return Shares(seen.live, stacks.known, stacks.declared)
    then = weights_in(forward.then, stacks.target_groups)
    return Shares(
        seen.live,
        weights_in(forward.before, stacks.target_groups) if forward.before else stacks.known,
        then if any(then.values()) else stacks.declared,
    )


def writes_weights(forward: Forward | None) -> bool:
    """Whether the update sends the whole forward again, so that the gate is asked."""
    if forward is None or forward.step.op in UNCHANGED:
        return False
    roots = {path.partition(".")[0].partition("[")[0] for path in forward.step.paths}
    return not roots or bool(roots - HARMLESS)


def beside(stacks: Stacks, router: Preview) -> tuple[Step, ...]:
    """What of the router changes that is neither the weights nor the record that follows them."""
    return tuple(step for step in router.steps if not _of_a_switch(stacks, router, step))


def _of_a_switch(stacks: Stacks, router: Preview, step: Step) -> bool:
    if step.type.startswith(ENGINES_OWN):
        return True
    if step.op != "update":
        return False
    if step.type == LISTENER:
        forward = router.forward
        return forward is not None and _without_weights(forward.before) == _without_weights(forward.then)
    return step.type == RECORD and step.identity == stacks.record_names.active and step.paths == ("insecureValue",)


def _without_weights(value: Any) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        return {
            key: [{**group, "weight": None} for group in each] if key == "targetGroups" else _without_weights(each)
            for key, each in value.items()
            if key != "__defaults"
        }
    return [_without_weights(each) for each in value] if isinstance(value, list) else value
