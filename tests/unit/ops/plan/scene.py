"""Events of previews as the engine tells them, and reports that need no engine."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from components.color import Color
from ops.plan.level import Level
from ops.plan.report import ColorPlan, Cost, Fleet, GateAnswer, Moves, Report, StackPlan, WayBack
from ops.plan.steps import LISTENER, RECORD, Step
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP = "aws:autoscaling/group:Group"


def step(op: str, token: str, name: str, paths: Iterable[str] = (), **told: Any) -> Any:
    """The event of one resource's outcome; TOLD has its `old` and `new`."""
    urn = f"urn:pulumi:stack::bluegreen::{token}::{name}"
    metadata = {"op": op, "urn": urn, "type": token, "detailedDiff": {path: {} for path in paths} or None, **told}
    return {"resOutputsEvent": {"metadata": metadata, "planning": True}}


def forward(blue: int, green: int, **more: Any) -> dict[str, Any]:
    """A listener's properties with these weights, and MORE."""
    groups = [{"arn": arn, "weight": share} for arn, share in zip(TARGET_GROUPS.values(), (blue, green), strict=True)]
    return {"defaultActions": [{"type": "forward", "forward": {"targetGroups": groups}}], **more}


def listener(before: tuple[int, int], then: tuple[int, int], **more: Any) -> Any:
    """The listener's event: weights in the state, weights declared; MORE of what is declared."""
    weights = (f"defaultActions[0].forward.targetGroups[{index}].weight" for index in range(2))
    paths = [*(weights if before != then else ()), *more]
    known = forward(*before)
    return step(
        "update" if paths else "same",
        LISTENER,
        "router",
        paths,
        old={"inputs": known, "outputs": known},
        new={"inputs": forward(*then, **more)},
    )


def record() -> Any:
    """The event of the active-color parameter that follows a switch."""
    return step("update", RECORD, "router-active", ["insecureValue"], old={"id": NAMES.active})


def switch(to: Color = Color.GREEN) -> list[Any]:
    """What a router's preview tells of a switch."""
    blue, green = (100, 0), (0, 100)
    return [listener(blue, green) if to is Color.GREEN else listener(green, blue), record()]


def release(color: str) -> list[Any]:
    """What a color's preview tells of a release: a replacement in three parts, among others."""
    return [
        step("create-replacement", GROUP, f"{color}-fleet"),
        step("replace", GROUP, f"{color}-fleet"),
        step("update", RECORD, f"{color}-release", ["insecureValue"]),
        step("delete-replaced", GROUP, f"{color}-fleet"),
        step("same", "aws:iam/role:Role", f"{color}-role"),
    ]


def a_color(  # noqa: PLR0913  a color is all of it
    color: Color, live: int, known: int, then: int, *, touched: bool = False, after: str = "1.0.0"
) -> ColorPlan:
    """A color of a report."""
    roles = ("active" if live > 50 else "idle", "active" if then > 50 else "idle")
    return ColorPlan(
        color, color.value, True, roles, ("1.0.0", after), (False, False), 2, 2, live, known, then, touched
    )


def a_report(
    sentence: str = "Nothing changes", steps: Iterable[Step] = (), *reasons: str, stack: str = "green"
) -> Report:
    """A report with what a test fills in."""
    fleets = tuple(Fleet(color, "t3.micro", 2, Decimal("0.0208")) for color in Color)
    return Report(
        router="router",
        level=Level.TRAFFIC,
        sentence=sentence,
        moves=Moves(100, "blue (1.0.0)", "green (1.0.0)", Color.GREEN),
        drifted=False,
        colors=(a_color(Color.BLUE, 100, 100, 0), a_color(Color.GREEN, 0, 0, 100)),
        gate=GateAnswer(bool(reasons), reasons),
        way_back=WayBack(Color.BLUE, "1.0.0", 2, 2),
        stacks=(StackPlan("router", (), 30), StackPlan(stack, tuple(steps), 11, reasons)),
        cost=Cost("us-east-1", "USD", "2026-01-31", "a page", fleets, Color.BLUE),
    )
