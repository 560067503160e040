"""`python -m local calls`: every AWS API call, oldest first."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from local.commands.running import ask
from local.commands.terminal import say

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `calls`."""
    parser.add_argument("--writes", action="store_true", help="only the calls that change something")
    parser.add_argument("--since", type=int, default=0, metavar="N", help="only the calls after number N")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Print the calls; raises Problem when there is no local AWS."""
    calls: list[dict[str, Any]] = ask(arguments.dir, f"calls?since={max(0, arguments.since)}")["calls"]
    if arguments.writes:
        calls = [call for call in calls if call["write"]]
    if arguments.json:
        say(json.dumps(calls, indent=2))
        return 0
    table = Table(title=f"{len(calls)} AWS API calls", title_justify="left", box=None)
    for column in ("number", "time", "service", "action", "status", "parameters"):
        table.add_column(column, no_wrap=True, overflow="ellipsis", ratio=1 if column == "parameters" else None)
    for call in calls:
        table.add_row(*_row(call))
    Console().print(table)
    return 0


def _row(call: dict[str, Any]) -> tuple[str, ...]:
    moment = datetime.fromtimestamp(call["time"]).astimezone().strftime("%H:%M:%S.%f")[:-3]
    parameters = json.dumps(call["parameters"])
    return str(call["sequence"]), moment, call["service"], call["action"], str(call["status"]), parameters
