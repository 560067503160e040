"""`bluegreen history`: who switched what, when, and how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.engine import Engine
from ops.problem import Code, Problem
from ops.saved import begin
from ops.terminal import console, progress, say_json

if TYPE_CHECKING:
    from ops.project import Named
    from ops.stacks import Stacks
    from ops.switches import Entry

COUNT, MOST = 50, 10_000
"""Records that are shown by default, and at most: what one answer of AWS may hold (API reference, GetLogEvents)."""

EXAMPLE = "bluegreen history --last 20 --stack-prefix prod-"


def history(
    named: Named,
    *,
    last: Annotated[int, typer.Option("--last", metavar="N", min=1, max=MOST, help="The newest N records.")] = COUNT,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show the switch log: switches with releases and durations, and refusals with their reasons. Changes nothing."""
    with progress("reading the switch log", no_color=no_color):
        entries = read(Engine(named.folder), named, last)
    from ops.history_table import lasted, render  # noqa: PLC0415  as in `status`
    from ops.switches import as_json  # noqa: PLC0415

    if as_document:
        told = [{**as_json(each), "lasted": lasted(entries, index)} for index, each in enumerate(entries)]
        say_json({"version": 1, "router": named.router, "records": told})
    elif entries:
        console(no_color=no_color).print(render(entries, f"{named.router}: {_counted(entries)}, oldest first"))
    else:
        console(no_color=no_color).print(f"{named.router}: nothing was switched or refused yet")
    return Code.OK


def _counted(entries: list[Entry]) -> str:
    return "1 record" if len(entries) == 1 else f"{len(entries)} records"


def read(engine: Engine, named: Named, last: int) -> list[Entry]:
    """The LAST records of the log of the set that NAMED means, oldest first. Raises Problem."""
    with begin(engine, named) as saved:
        # boto3 loads while the engine answers.
        from ops.stacks import read_stacks  # noqa: PLC0415

        return read_log(read_stacks(saved), last)


def read_log(stacks: Stacks, last: int) -> list[Entry]:
    """The LAST records of the log of STACKS, oldest first. Raises Problem."""
    from components import cloud  # noqa: PLC0415  as in `status`
    from ops import aws_problems  # noqa: PLC0415
    from ops.switches import entry  # noqa: PLC0415

    log = stacks.log
    try:
        return [entry(record) for record in log.newest(last)]
    except cloud.UNREACHABLE as error:
        raise aws_problems.word(error, f"the switch log {log.group}") from None
    except ValueError as error:
        look = f"aws logs get-log-events --log-group-name {log.group} --log-stream-name switches"
        what = f"the switch log {log.group} holds a record that is none: {error}"
        raise Problem(what, look, Code.RESOURCE) from None
