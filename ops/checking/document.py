"""A check as JSON: what docs/check.schema.json publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ops.checking.numbers import PERCENTILES

if TYPE_CHECKING:
    from ops.checking.outcome import Report, Side

VERSION = 1
"""Rises when a field changes its meaning or goes; a new field does not raise it."""


def as_json(report: Report) -> dict[str, Any]:
    """REPORT as a document: latencies in milliseconds, rates in percent. What a command said is not in it."""
    return {
        "version": VERSION,
        "router": report.router,
        "url": report.url,
        "color": report.idle.color.value,
        "release": report.idle.release,
        "verdict": "passed" if report.passes else "failed",
        "checks": [
            {
                "name": each.name,
                "outcome": each.outcome.value,
                "reason": each.reason,
                "seconds": round(each.seconds, 3),
            }
            for each in report.checks
        ],
        "load": None
        if report.idle.numbers is None
        else {"path": report.path, "rate": report.plan.rate, "seconds": report.plan.seconds},
        "idle": _side(report.idle),
        "active": _side(report.active),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"color": side.color.value, "release": side.release, "role": side.role, "numbers": _numbers(side)}


def _numbers(side: Side) -> dict[str, Any] | None:
    numbers = side.numbers
    if numbers is None:
        return None
    latency = {f"p{each}": round(numbers.latency[each], 3) if numbers.latency else None for each in PERCENTILES}
    return {
        "requests": numbers.requests,
        "failed": numbers.failed,
        "error_rate": round(numbers.error_rate, 4),
        "failures": dict(numbers.failures),
        "statuses": {str(status): count for status, count in numbers.statuses.items()},
        **latency,
    }
