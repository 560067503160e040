"""The switch log as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from components.color import describe
from ops.durations import moment, span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ops.switches import Entry

COLUMNS = ("when", "what", "from", "to", "weights", "took", "lasted", "who", "why")
MOVED = "switched"
STYLES = {MOVED: "green", "not verified": "bold red", "refused": "yellow", "accepted": "yellow"}


def render(entries: Sequence[Entry], title: str) -> Table:
    """ENTRIES, oldest first, under TITLE."""
    table = Table(title=title, title_justify="left")
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for index, each in enumerate(entries):
        table.add_row(*_cells(each, lasted(entries, index)), style=STYLES.get(each.event))
    return table


def lasted(entries: Sequence[Entry], index: int) -> float | None:
    """Seconds until what entry INDEX wrote was written over; None for what moved nothing, or stands still."""
    if entries[index].weights is None:
        return None
    later = (each for each in entries[index + 1 :] if each.weights is not None)
    return next(((each.when - entries[index].when).total_seconds() for each in later), None)


def _cells(each: Entry, stood: float | None) -> list[str]:
    return [
        moment(each.when),
        f"{each.event}: {each.kind}" if each.kind else each.event,
        each.source,
        each.target,
        describe(each.weights) if each.weights else "",
        "" if each.seconds is None else span(each.seconds),
        "" if stood is None else span(stood),
        each.who,
        each.reason,
    ]
