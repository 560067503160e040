"""A watch as it goes on: a table with a small graph where somebody looks, else a line now and then."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from ops.durations import span
from ops.watching.limits import failures
from ops.watching.told import measured, words

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from ops.watching.limits import Rules
    from ops.watching.watch import Look

BARS = "▁▂▃▄▅▆▇█"

WIDE = 40
"""Periods that the graph shows."""

EVERY = 60.0
"""Seconds between two lines where nobody looks: enough for a log that a pipeline's patience is measured by."""


@contextlib.contextmanager
def screen(rules: Rules, *, no_color: bool) -> Generator[Callable[[Look], None]]:
    """A block in which each look is shown on stderr, against RULES."""
    terminal = Console(stderr=True, no_color=True if no_color else None, highlight=False)
    if not terminal.is_terminal:
        yield _Lines(terminal, rules).show
        return
    with Live(console=terminal, auto_refresh=False, transient=True) as live:
        yield lambda look: live.update(render(look, rules), refresh=True)


class _Lines:
    """A line on TERMINAL each EVERY seconds."""

    def __init__(self, terminal: Console, rules: Rules) -> None:
        self._terminal, self._rules = terminal, rules
        self._told = time.monotonic()

    def show(self, look: Look) -> None:
        if time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            self._terminal.print(words(look, self._rules), markup=False, soft_wrap=True)


def render(look: Look, rules: Rules) -> Group:
    """LOOK beside what RULES know of before the switch."""
    left = max(0.0, look.whole - look.seconds)
    table = Table(title=f"watching {look.color.value}, {span(left)} to go", title_justify="left")
    for column in ("", "requests", "failed", "p99", "healthy", "probes failed"):
        table.add_column(column, justify="left" if not column else "right")
    probed = f"{look.probed.failed} of {look.probed.asked}"
    table.add_row(look.color.value, *_cells(measured(look.points, rules.before)), probed)
    table.add_row(f"{rules.other.value} before", *_cells(measured(rules.before)), "", style="dim")
    shown = look.points[-WIDE:]
    failed = [failures([point], rules.before) for point in shown]
    graph = [
        Text(f"requests {bars([point.requests for point in shown])}"),
        Text(f"failed   {bars(failed)}", style="red" if any(failed) else ""),
        Text(f"p99      {bars([point.p99 or 0.0 for point in shown])}"),
    ]
    return Group(table, *graph, *(Text(f"too much: {reason}", "bold red") for reason in look.reasons))


def bars(values: Sequence[float]) -> str:
    """VALUES as a row of bars, the greatest as high as a line; nothing for nothing."""
    greatest = max(values, default=0)
    if not greatest:
        return BARS[0] * len(values)
    return "".join(BARS[round(value / greatest * (len(BARS) - 1))] for value in values)


def _cells(seen: dict[str, float | None]) -> list[str]:
    p99, healthy = seen["p99"], seen["healthy"]
    return [
        f"{seen['requests']}",
        f"{seen['failed']}",
        "" if p99 is None else f"{p99 * 1000:.0f} ms",
        "" if healthy is None else f"{healthy}",
    ]
