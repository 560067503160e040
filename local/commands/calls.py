"""`python -m local calls`: every AWS API call, oldest first."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

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
    for call in calls:
        say(_line(call))
    return 0


def _line(call: dict[str, Any]) -> str:
    # Lines and no table: parameters are long, and a pipe to grep or less is what one wants here.
    moment = datetime.fromtimestamp(call["time"]).astimezone().strftime("%H:%M:%S.%f")[:-3]
    what = f"{call['service']}:{call['action']}"
    return f"{call['sequence']:>5}  {moment}  {call['status']}  {what:<44}  {json.dumps(call['parameters'])}"
