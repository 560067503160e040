"""`bluegreen status`: where the traffic goes, who is healthy, and whether the way back is open."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live
from rich.text import Text

from ops import options
from ops.engine import Engine
from ops.problem import Code, Problem
from ops.saved import begin
from ops.status_json import as_json
from ops.status_table import render
from ops.terminal import complain, console, progress, say_json

if TYPE_CHECKING:
    from rich.console import Console

    from ops.picture import Picture
    from ops.project import Named

EVERY = 2.0
"""Seconds between two looks of --watch."""

EXAMPLE = "bluegreen status --stack-prefix prod-"


def status(
    named: Named,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Look again every 2 s, until Ctrl-C.")] = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Show where the traffic goes, who is healthy, and whether the way back is open. Changes nothing."""
    with progress("asking the engine and AWS", no_color=no_color):
        engine = Engine(named.folder)
        picture = look(engine, named)
    if not watch:
        _show(console(no_color=no_color), picture, as_document=as_document)
        return Code.OK
    _watch(engine, named, picture, console(no_color=no_color), as_document=as_document)
    return Code.OK


def look(engine: Engine, named: Named) -> Picture:
    """One picture of the set that NAMED means. Raises Problem."""
    with begin(engine, named) as saved:
        # boto3 takes half a second to load: the engine answers meanwhile.
        from ops.locks import read_locks  # noqa: PLC0415
        from ops.look import take_picture  # noqa: PLC0415
        from ops.stacks import read_stacks  # noqa: PLC0415

        stacks = read_stacks(saved)
        return take_picture(stacks, lambda: read_locks(saved, (stacks.router, *stacks.names.values())))


def _show(terminal: Console, picture: Picture, *, as_document: bool) -> None:
    if as_document:
        say_json(as_json(picture))
    else:
        terminal.print(render(picture))


def _watch(engine: Engine, named: Named, picture: Picture, terminal: Console, *, as_document: bool) -> None:
    """Look until Ctrl-C, which is its ordinary end; a look that fails is told, and the next one tried."""
    try:
        if as_document or not terminal.is_terminal:
            _follow(engine, named, picture, terminal, as_document=as_document)
        with Live(render(picture), console=terminal, auto_refresh=False) as live:
            while True:
                time.sleep(EVERY)
                try:
                    live.update(render(look(engine, named)), refresh=True)
                except Problem as problem:
                    live.update(Text(str(problem), "bold red"), refresh=True)
    except KeyboardInterrupt:
        return


def _follow(engine: Engine, named: Named, picture: Picture, terminal: Console, *, as_document: bool) -> None:
    """Print each look that shows something new: as a line of JSON, or as a table."""
    shown = None
    while True:
        facts = {**as_json(picture), "taken": None}
        if facts != shown:
            shown = facts
            if as_document:
                sys.stdout.write(json.dumps(as_json(picture), ensure_ascii=False) + "\n")
                sys.stdout.flush()
            else:
                _show(terminal, picture, as_document=False)
        time.sleep(EVERY)
        try:
            picture = look(engine, named)
        except Problem as problem:
            complain(str(problem))
