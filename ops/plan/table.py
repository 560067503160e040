"""A report for a terminal: the sentence, a table, and what changes in each stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from ops.plan.told import COLUMNS, cost_words, count_words, errors_of, gate_words, row, way_back_words
from ops.status_table import STYLES

if TYPE_CHECKING:
    from ops.plan.report import Report, StackPlan

SHOWN = 20
"""Steps of one stack that a person reads; `--json` has all."""


def render(report: Report) -> Group:
    """REPORT for a terminal."""
    table = Table()
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for each in report.colors:
        table.add_row(*(Text(cell) for cell in row(each)), style=STYLES[each.color])
    below = (gate_words(report.gate), way_back_words(report.way_back), cost_words(report.cost))
    refused = [Text(f"{stack}: {error}", "bold red") for stack, error in errors_of(report)]
    return Group(
        Text(report.sentence, "bold"),
        Text(f"level: {report.level.word}"),
        table,
        *(Text(words) for words in below),
        *refused,
        *(Text(line) for each in report.stacks for line in _stack(each)),
    )


def _stack(plan: StackPlan) -> list[str]:
    steps = [f"  {step.op} {step.type} {step.name}" for step in plan.steps[:SHOWN]]
    left = len(plan.steps) - SHOWN
    return [f"{plan.stack}: {count_words(plan)}", *steps, *([f"  {left} more: --json has them"] if left > 0 else [])]
