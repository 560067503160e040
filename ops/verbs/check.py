"""`bluegreen check`: whether the idle color is fit for the traffic, and how it does beside the active one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from components.color import Color
from ops import options
from ops.checking import junit
from ops.checking.document import as_json
from ops.checking.plan import (
    ERROR_RATE,
    LATENCY_RATIO,
    MAXIMUM_RATE,
    MAXIMUM_SECONDS,
    RATE,
    SECONDS,
    Choice,
    Limits,
    Plan,
    choice,
    limits,
    plan,
)
from ops.checking.table import conclusion, render
from ops.engine import Engine
from ops.problem import Code
from ops.saved import begin
from ops.terminal import complain, console, progress, say, say_json
from ops.writable import check_writable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ops.checking.outcome import Report
    from ops.checking.subject import Subject
    from ops.project import Named

EXAMPLE = "bluegreen check --seconds 30s --rate 50 --junit check.xml"

LOAD, ACCEPTED = "Load", "What is accepted"

CheckedColor = Annotated[
    Color | None, typer.Option("--color", help="The color to check; default: the one with the least traffic.")
]
Requests = Annotated[
    int | None,
    typer.Option("--requests", min=1, metavar="N", help="Requests to each color.", rich_help_panel=LOAD),
]
Seconds = Annotated[
    str | None,
    typer.Option(
        "--seconds",
        metavar="SECONDS",
        help=f"Or how long, such as 30s or 5m, at most {MAXIMUM_SECONDS // 60}m; default: {SECONDS}.",
        rich_help_panel=LOAD,
    ),
]
Rate = Annotated[
    int,
    typer.Option(
        "--rate", min=1, max=MAXIMUM_RATE, metavar="R", help="Requests a second to each color.", rich_help_panel=LOAD
    ),
]
AskedPath = Annotated[
    str | None,
    typer.Option("--path", metavar="PATH", help="What is asked; default: verify_path.", rich_help_panel=LOAD),
]
Command = Annotated[
    str | None, typer.Option("--command", metavar="COMMAND", help="Run this one in place of gate_command.")
]
ErrorRate = Annotated[
    str,
    typer.Option("--max-error-rate", metavar="PERCENT", help="Of the idle color.", rich_help_panel=ACCEPTED),
]
LatencyRatio = Annotated[
    str,
    typer.Option(
        "--max-latency-ratio",
        metavar="RATIO",
        help="Of p95, and of p99, against the active color; differences up to 10 ms pass.",
        rich_help_panel=ACCEPTED,
    ),
]
Junit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Also write JUnit XML there, for CI.")]


def check(
    named: Named,
    *,
    color: CheckedColor = None,
    command: Command = None,
    requests: Requests = None,
    seconds: Seconds = None,
    rate: Rate = RATE,
    path: AskedPath = None,
    max_error_rate: ErrorRate = ERROR_RATE,
    max_latency_ratio: LatencyRatio = LATENCY_RATIO,
    junit_file: Junit = None,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Check the idle color through the preview route: health, smoke paths, gate_command, and a load beside the active.

    Exit code 0 says that it passes, 4 that it does not. It changes nothing; the active color gets the load as well.
    """
    wanted, load = choice(color, command, path), plan(requests, seconds, rate)
    accepted = limits(max_error_rate, max_latency_ratio)
    if junit_file:
        check_writable("--junit", junit_file)
    with progress("looking at both colors", no_color=no_color) as tell:
        report = _run(_look(named, wanted), load, accepted, tell)
    if junit_file:
        junit.write(report, junit_file)
    _show(report, as_document=as_document, no_color=no_color)
    return Code.OK if report.passes else Code.RESOURCE


def _look(named: Named, wanted: Choice) -> Subject:
    """What is checked. Raises Problem."""
    with begin(Engine(named.folder), named) as saved:
        from ops.checking.subject import subject  # noqa: PLC0415  as in `status`
        from ops.look import see  # noqa: PLC0415
        from ops.stacks import read_stacks  # noqa: PLC0415

        stacks = read_stacks(saved)
        return subject(stacks, see(stacks), wanted)


def _run(chosen: Subject, load: Plan, accepted: Limits, tell: Callable[[str], None]) -> Report:
    from ops.checking.course import Course  # noqa: PLC0415  as in `status`

    return Course(chosen, load, accepted, tell).run()


def _show(report: Report, *, as_document: bool, no_color: bool) -> None:
    for each in report.checks:
        if each.detail:
            complain(each.detail)
    if as_document:
        say_json(as_json(report))
        return
    console(no_color=no_color).print(render(report))
    say(conclusion(report), no_color=no_color)
