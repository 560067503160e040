"""`python -m local traffic`: who answers, live."""

from __future__ import annotations

import re
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live

from local.commands.problem import Problem
from local.commands.running import ask
from local.commands.terminal import say
from local.traffic import Look, between
from local.traffic_told import document, line, table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from local.traffic import Traffic

EVERY = "1s"
"""Between two looks, where nobody says another."""

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}

DURATION = re.compile(r"(\d+(?:\.\d+)?)([smh]?)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `traffic`."""
    parser.add_argument("--for", dest="length", metavar="TIME", help="end after this time, such as 10s or 5m")
    parser.add_argument("--every", default=EVERY, metavar="TIME", help="between two looks")
    parser.add_argument("--json", action="store_true", help="for programs: a line of JSON for each look")


def run(arguments: argparse.Namespace) -> int:
    """Show who answers until --for is over or Ctrl-C, which is its ordinary end; raises Problem without a local AWS."""
    every = _seconds("--every", arguments.every)
    length = None if arguments.length is None else _seconds("--for", arguments.length)
    console = Console()
    looks = _follow(arguments, every, length)
    try:
        if arguments.json or not console.is_terminal:
            for traffic in looks:
                say(document(traffic) if arguments.json else line(traffic))
                sys.stdout.flush()
            return 0
        with Live(console=console, auto_refresh=False) as live:
            for traffic in looks:
                live.update(table(traffic), refresh=True)
    except KeyboardInterrupt:
        pass
    return 0


def _follow(arguments: argparse.Namespace, every: float, length: float | None) -> Iterator[Traffic]:
    begun = time.monotonic()
    before = _look(arguments)
    while length is None or time.monotonic() - begun < length:
        left = every if length is None else length - (time.monotonic() - begun)
        time.sleep(max(0.0, min(every, left)))
        after = _look(arguments)
        yield between(before, after)
        before = after


def _look(arguments: argparse.Namespace) -> Look:
    return Look.of(lambda path: ask(arguments.dir, path), time.time())


def _seconds(option: str, text: str) -> float:
    found = DURATION.fullmatch(text)
    seconds = float(found[1]) * UNITS[found[2]] if found else 0.0
    if not seconds:
        raise Problem(f"{option} must be a time above 0 such as 10s or 5m; it was {text}", "bluegreen local traffic")
    return seconds
