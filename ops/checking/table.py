"""A check for a terminal: a row per check, and both colors side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from ops.checking.numbers import PERCENTILES
from ops.checking.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.checking.numbers import Numbers
    from ops.checking.outcome import Report

STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "bold red", Outcome.SKIPPED: "yellow"}

NONE = "-"
"""Where there is no number."""


def render(report: Report) -> Group:
    """REPORT as tables; the load's stands only where there was one."""
    table = Table(title=f"{report.router}  {report.url}", title_justify="left")
    for column in ("check", "outcome", "reason"):
        table.add_column(column, overflow="fold")
    for each in report.checks:
        # Texts, since a reason may hold what would be markup.
        table.add_row(each.name, Text(each.outcome.value, STYLES[each.outcome]), Text(each.reason))
    return Group(table, _side_by_side(report)) if report.idle.numbers else Group(table)


def conclusion(report: Report) -> str:
    """The verdict on one line, with the next command where it passes."""
    if report.passes:
        to = f"bluegreen switch --to {report.idle.color.value} --router {report.router}"
        return f"{report.idle.named} passes; to give it all the traffic: {to}"
    return f"{report.idle.named} fails: {', '.join(report.failures)}"


ROWS: tuple[tuple[str, Callable[[Numbers], str]], ...] = (
    ("requests", lambda numbers: str(numbers.requests)),
    ("failed", lambda numbers: f"{numbers.failed} ({numbers.error_rate:.2f} %)"),
    ("failures", lambda numbers: numbers.why() or NONE),
    ("statuses", lambda numbers: ", ".join(f"{count} x {each}" for each, count in numbers.statuses.items()) or NONE),
)


def _side_by_side(report: Report) -> Table:
    plan, sides = report.plan, (report.idle, report.active)
    title = f"{report.path}: {plan.rate} requests a second to each color for {plan.seconds:g} s"
    table = Table(title=title, title_justify="left")
    table.add_column("load")
    for side in sides:
        table.add_column(f"{side.named}, {side.role}", justify="right", overflow="fold")
    numbers = [side.numbers for side in sides]
    for name, show in ROWS:
        table.add_row(name, *(Text(show(each) if each else NONE) for each in numbers))
    for percent in PERCENTILES:
        table.add_row(f"p{percent}", *(_milliseconds(each, percent) for each in numbers))
    return table


def _milliseconds(numbers: Numbers | None, percent: int) -> str:
    return f"{numbers.latency[percent]:.1f} ms" if numbers and numbers.latency else NONE
