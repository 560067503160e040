"""A drill's report, and the trend of drills, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from ops.drills.plan import CANCELED, FAILED, NOT_REACHED
from ops.durations import moment, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops.drills.report import Report
    from ops.drills.trend import Row

COLUMNS = ("step", "color", "outcome", "took", "failed requests", "what")

STYLES = {FAILED: "bold red", CANCELED: "yellow", NOT_REACHED: "dim"}

TREND = ("when", "outcome", "destroy", "rebuild", "switch", "failed requests")

SHOWN = 10
"""Drills that the trend shows, the newest ones."""


def render(report: Report) -> Table:
    """REPORT, a row for each step."""
    table = Table(title=f"{report.router}: drill {report.outcome}, {span(report.seconds)}", title_justify="left")
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for step in report.steps:
        took = "" if step.seconds is None else span(step.seconds)
        cells = (step.name, step.color.value, step.outcome, took, str(report.failed_in(step)), step.detail)
        table.add_row(*cells, style=STYLES.get(step.outcome))
    return table


def render_trend(rows: Sequence[Row]) -> Table:
    """The newest of ROWS, oldest first, each with its change against the row before."""
    table = Table(title=f"drills so far: {len(rows)}, oldest first", title_justify="left")
    for column in TREND:
        table.add_column(column, overflow="fold")
    for index in range(max(0, len(rows) - SHOWN), len(rows)):
        table.add_row(*_cells(rows[index], rows[index - 1] if index else None), style=STYLES.get(rows[index].outcome))
    return table


def _cells(row: Row, before: Row | None) -> list[str]:
    return [
        moment(row.when),
        row.outcome,
        _took(row.destroy, before and before.destroy),
        _took(row.rebuild, before and before.rebuild),
        _took(row.switch, before and before.switch),
        str(row.failed) + (f" ({row.failed - before.failed:+d})" if before else ""),
    ]


def _took(seconds: float | None, before: float | None) -> str:
    if seconds is None:
        return ""
    if before is None:
        return span(seconds)
    sign = "-" if seconds < before else "+"
    return f"{span(seconds)} ({sign}{span(abs(seconds - before))})"
