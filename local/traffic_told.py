"""Traffic as a table that moves, a line of text, or a line of JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.table import Table

if TYPE_CHECKING:
    from local.traffic import GroupTraffic, Traffic

WIDTH = 30
"""Columns of a bar."""


def table(traffic: Traffic) -> Table:
    """TRAFFIC for a terminal: a bar for each target group."""
    rows = Table(title=_sum(traffic), title_justify="left")
    for column in ("target group", "requests/s", "share", "", "weight", "healthy"):
        rows.add_column(column, justify="right" if column in {"requests/s", "weight"} else "left")
    for each in traffic.groups:
        style = each.color or "white"
        bar = Bar(100, 0, each.share, width=WIDTH, color=style)
        weight = "" if each.weight is None else str(each.weight)
        rows.add_row(
            each.name, f"{each.per_second:.1f}", bar, f"{each.share:.0f} %", weight, _health(each), style=style
        )
    return rows


def line(traffic: Traffic) -> str:
    """TRAFFIC in one line."""
    moment = datetime.fromtimestamp(traffic.time).astimezone().strftime("%H:%M:%S")
    return "; ".join([f"{moment}  {_sum(traffic)}", *(_words(each) for each in traffic.groups)])


def document(traffic: Traffic) -> str:
    """TRAFFIC as one line of JSON; times in unix seconds, shares in percent."""
    groups = [
        {**asdict(each), "per_second": round(each.per_second, 2), "share": round(each.share, 2)}
        for each in traffic.groups
    ]
    return json.dumps(
        {
            "version": 1,
            "time": round(traffic.time, 3),
            "seconds": round(traffic.seconds, 3),
            "requests": traffic.requests,
            "per_second": round(traffic.per_second, 2),
            "failures": traffic.failures,
            "groups": groups,
        }
    )


def _sum(traffic: Traffic) -> str:
    return f"{traffic.per_second:.1f} requests/s, {traffic.failures} failures"


def _words(group: GroupTraffic) -> str:
    weight = "" if group.weight is None else f", weight {group.weight}"
    return f"{group.name} {group.share:.0f} % ({group.per_second:.1f}/s{weight}, {_health(group)})"


def _health(group: GroupTraffic) -> str:
    return f"{group.healthy} of {group.registered} healthy"
