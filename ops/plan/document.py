"""A report as JSON: what docs/plan.schema.json publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ops.plan.cost import MONTH, colors_of

if TYPE_CHECKING:
    from decimal import Decimal

    from ops.plan.report import ColorPlan, Cost, Report, StackPlan, WayBack

VERSION = 1
"""Rises when a field changes its meaning or goes; a new field does not raise it."""


def as_json(report: Report) -> dict[str, Any]:
    """REPORT as a document: weights in percent, prices by the hour. No property's value is in it."""
    moves, gate = report.moves, report.gate
    return {
        "version": VERSION,
        "router": report.router,
        "level": report.level.word,
        "sentence": report.sentence,
        "moves": None
        if moves is None
        else {"percent": moves.percent, "from": moves.source, "to": moves.target, "color": moves.to.value},
        "drift": report.drifted,
        "colors": {each.color.value: _color(each) for each in report.colors},
        "gate": {
            "asked": gate.asked,
            "passes": not gate.refuses if gate.asked else None,
            "reasons": list(gate.reasons),
            "notes": list(gate.notes),
        },
        "rollback": _way_back(report.way_back),
        "stacks": {each.stack: _stack(each) for each in report.stacks},
        "cost": _cost(report.cost),
    }


def _color(each: ColorPlan) -> dict[str, Any]:
    return {
        "stack": each.stack,
        "planned": each.planned,
        "changes": each.touched,
        "role": _turn(each.roles),
        "release": _turn(each.releases),
        "parked": _turn(each.parked),
        "healthy": each.healthy,
        "registered": each.registered,
        "weight": {"live": each.live, "declared_now": each.known, "declared_then": each.then},
    }


def _turn(pair: tuple[Any, Any]) -> dict[str, Any]:
    return {"before": pair[0], "after": pair[1]}


def _way_back(way_back: WayBack) -> dict[str, Any]:
    return {
        "to": way_back.color.value if way_back.color else None,
        "release": way_back.release,
        "possible": way_back.possible,
        "reasons": list(way_back.reasons),
        "healthy": way_back.healthy,
        "registered": way_back.registered,
    }


def _stack(plan: StackPlan) -> dict[str, Any]:
    steps = [{"op": step.op, "type": step.type, "name": step.name, "paths": list(step.paths)} for step in plan.steps]
    return {"refused": list(plan.errors), "unchanged": plan.unchanged, "steps": steps}


def _cost(cost: Cost) -> dict[str, Any]:
    fleets, both = colors_of(cost), cost.both
    idle = fleets.get(cost.idle) if cost.idle else None
    return {
        "estimate": True,
        "date": cost.date,
        "source": cost.source,
        "region": cost.region,
        "currency": cost.currency,
        "colors": {
            color.value: {"type": each.type, "instances": each.instances, "hour": _number(each.hourly)}
            for color, each in fleets.items()
        },
        "hour": {"both": _number(both), "idle": _number(idle.hourly) if idle else None},
        "month": {"hours": MONTH, "both": None if both is None else _number(both * MONTH)},
    }


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(round(amount, 6))
