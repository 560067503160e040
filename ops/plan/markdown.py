"""A report as Markdown for a pull request: fits GitHub's limit, and breaks nothing around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.plan.escape import code, prose
from ops.plan.told import (
    COLUMNS,
    cost_words,
    count_words,
    errors_of,
    gate_words,
    row,
    way_back_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.plan.report import Report, StackPlan
    from ops.plan.steps import Step

LIMIT = 65536
"""Characters that GitHub takes in a comment; counted as bytes in UTF-8, which are never fewer."""

WIDEST, NAME, PATHS = 2000, 200, 8
"""Characters of one text and of one name or path, and paths of one step, that are shown at most."""

ERRORS = 6
"""Errors that are shown at most; more come only from a program that is broken anyway."""


def markdown(report: Report) -> str:
    """REPORT as Markdown of at most LIMIT bytes, the same text for the same report."""
    return fit(lambda steps, width: _text(report, steps, width), max(len(each.steps) for each in report.stacks))


def fit(render: Callable[[int, int], str], steps: int, limit: int = LIMIT) -> str:
    """What RENDER makes of as many STEPS of each stack as fit into LIMIT bytes, and of shorter texts if none do."""
    width = WIDEST
    while (size := len((text := render(steps, width)).encode())) > limit and width:
        if steps:
            steps = max(0, min(steps - 1, steps * limit // size))
        else:
            width //= 2
    return text


def _text(report: Report, steps: int, width: int) -> str:
    head = [
        f"**{prose(report.sentence, width)}**",
        "",
        f"Level: {code(report.level.word, width)}, router: {code(report.router, min(width, NAME))}",
        "",
        f"| {' | '.join(COLUMNS)} |",
        f"|{'---|' * len(COLUMNS)}",
        *(f"| {' | '.join(prose(cell, min(width, NAME)) for cell in row(each))} |" for each in report.colors),
        "",
        *(f"- {prose(words, width)}" for words in (gate_words(report.gate), way_back_words(report.way_back))),
        f"- {prose(cost_words(report.cost), width)}",
        *(f"- {prose(f'{stack}: {error}', width)}" for stack, error in errors_of(report)[:ERRORS]),
    ]
    parts = [_stack(each, steps, min(width, NAME)) for each in report.stacks]
    return "\n".join([*head, "", *(line for part in parts for line in part)]).rstrip("\n") + "\n"


def _stack(plan: StackPlan, steps: int, width: int) -> list[str]:
    title = f"{prose(plan.stack, width)}: {count_words(plan)}"
    if not plan.steps:
        return [f"{title}  ", ""]
    shown, left = plan.steps[:steps], len(plan.steps) - steps
    cut = [f"- {left} more are not shown, since they don't fit here: {code('bluegreen plan --json', NAME)}"]
    return [
        f"<details><summary>{title}</summary>",
        "",
        *(f"- {_step(step, width)}" for step in shown),
        *(cut if left > 0 else []),
        "",
        "</details>",
        "",
    ]


def _step(step: Step, width: int) -> str:
    paths = [code(path, width) for path in step.paths[:PATHS]]
    more = len(step.paths) - PATHS
    told = ", ".join(paths + ([f"{more} more"] if more > 0 else []))
    return f"{prose(step.op, width)} {code(step.type, width)} {code(step.name, width)}" + (f": {told}" if told else "")
