"""A drill's report as JSON: what docs/drill.schema.json publishes, and a line of the trend file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from components.color import Color
from ops.durations import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ops.drills.plan import Step
    from ops.drills.report import Failure, Report

VERSION = 1
"""Rises when a field changes its meaning or goes; a new field does not raise it."""

SHOWN = 100
"""Failed requests that are told one by one; all of them are counted."""


def as_json(report: Report) -> dict[str, Any]:
    """REPORT as a document; times are ISO 8601 in UTC, durations seconds, weights as the listener has them."""
    stopped = report.stopped_at
    return {
        "version": VERSION,
        "when": iso(report.when),
        "router": report.router,
        "scope": report.scope.value,
        "outcome": report.outcome,
        "stopped_at": None if stopped is None else str(stopped),
        "why": report.why,
        "next": report.onward,
        "releases": _by_color(report.releases),
        "weights": None if report.live is None else _by_color(report.live),
        "seconds": {
            "total": _rounded(report.seconds),
            "destroy": _rounded(report.destroyed),
            "rebuild": _rounded(report.rebuilt),
            "switch": _rounded(report.switched),
        },
        "steps": [_step(report, each) for each in report.steps],
        "requests": {
            "url": report.url,
            "sent": report.requests,
            "failed": len(report.failures),
            "failures": [_failure(each) for each in report.failures[:SHOWN]],
        },
    }


def _step(report: Report, step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "color": step.color.value,
        "outcome": step.outcome,
        "seconds": _rounded(step.seconds),
        "failed_requests": report.failed_in(step),
        "detail": step.detail,
    }


def _failure(each: Failure) -> dict[str, Any]:
    step = None if each.step is None else str(each.step)
    return {"when": iso(each.when), "step": step, "status": each.status, "reason": each.reason}


def _by_color(values: Mapping[Color, Any]) -> dict[str, Any]:
    return {color.value: values[color] for color in Color}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)
