"""A report's parts in words, the same on a terminal and in Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ops.plan.cost import MONTH, colors_of
from ops.plan.steps import ORDER

if TYPE_CHECKING:
    from decimal import Decimal

    from ops.plan.report import ColorPlan, Cost, GateAnswer, Report, StackPlan, WayBack

COLUMNS = ("color", "role", "release", "healthy", "live", "declared now", "declared then")

ESTIMATE = "instance hours only, before discounts, storage, traffic and the load balancer"


def row(each: ColorPlan) -> list[str]:
    """One color as cells under COLUMNS; an arrow where something changes."""
    release = _turn(*(_release(*pair) for pair in zip(each.releases, each.parked, strict=True)))
    return [
        each.color.value,
        _turn(*each.roles),
        release if each.planned else f"{release} (no stack {each.stack})",
        f"{each.healthy} of {each.registered}",
        str(each.live),
        str(each.known),
        str(each.then),
    ]


def gate_words(gate: GateAnswer) -> str:
    """The gate's verdict."""
    if not gate.asked:
        return "gate: not asked, since no weights are written"
    notes = f" ({'; '.join(gate.notes)})" if gate.notes else ""
    if gate.refuses:
        return f"gate: refuses: {'; '.join(gate.reasons)}{notes}"
    return f"gate: passes now{notes}"


def way_back_words(way_back: WayBack) -> str:
    """Whether a rollback is possible after it."""
    if way_back.color is None:
        return f"rollback after it: none: {'; '.join(way_back.reasons)}"
    to = f"rollback after it: to {way_back.color.value}" + (f" ({way_back.release})" if way_back.release else "")
    if way_back.reasons:
        return f"{to}: not possible: {'; '.join(way_back.reasons)}"
    return f"{to}: possible, {way_back.healthy} of {way_back.registered} healthy"


def cost_words(cost: Cost) -> str:
    """What it costs after the change."""
    fleets = ", ".join(f"{each.color.value} {each.instances} x {each.type}" for each in cost.fleets) or "no fleets"
    if cost.both is None:
        unknown = sorted({each.type for each in cost.fleets if each.hourly is None})
        missing = f"the table has no price for {', '.join(unknown)} in {cost.region}: --prices FILE" if unknown else ""
        return f"cost, an estimate: {fleets}" + (f"; {missing}" if missing else "")
    idle = colors_of(cost).get(cost.idle) if cost.idle else None
    of_it = f", of which idle {_money(idle.hourly, cost)}" if idle and idle.hourly is not None else ""
    return (
        f"cost, an estimate: {fleets}: {_money(cost.both, cost)} an hour{of_it};"
        f" {_money(cost.both * MONTH, cost, 2)} in {MONTH} hours; {ESTIMATE}; prices of {cost.date} for {cost.region}"
    )


def errors_of(report: Report) -> list[tuple[str, str]]:
    """Each refused preview's stack with why, in the stacks' order."""
    return [(each.stack, error) for each in report.stacks for error in each.errors]


def count_words(plan: StackPlan) -> str:
    """`replace 1, update 2; 11 unchanged`, or that the preview was refused."""
    if plan.errors:
        return "refused"
    counts = Counter(step.op for step in plan.steps)
    known = [op for op in ORDER if counts[op]] + sorted(set(counts) - set(ORDER))
    return f"{', '.join(f'{op} {counts[op]}' for op in known) or 'no change'}; {plan.unchanged} unchanged"


def _release(release: str | None, parked: bool) -> str:  # noqa: FBT001  one flag
    return (release or "none") + (" (parked)" if parked else "")


def _turn(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _money(amount: Decimal | None, cost: Cost, digits: int = 4) -> str:
    return f"{amount or 0:.{digits}f} {cost.currency}"
