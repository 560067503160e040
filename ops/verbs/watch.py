"""`bluegreen watch`: what the color does with the traffic that it got, and back where that is too much."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from ops import options
from ops.engine import Engine
from ops.problem import Code, Problem
from ops.saved import begin
from ops.terminal import progress, say, say_json

if TYPE_CHECKING:
    from ops.project import Named
    from ops.stacks import Stacks
    from ops.watching.last_switch import LastSwitch
    from ops.watching.watch import Look, Watch

EXAMPLE = "bluegreen watch --for 15m --stack-prefix prod-"

For = Annotated[str, typer.Option("--for", metavar="TIME", help="How long.")]

NoRollback = Annotated[bool, typer.Option("--no-rollback", help="Only tell where it is too much.")]


def watch(
    named: Named,
    *,
    duration: For = "15m",
    metric_period: options.MetricPeriod = options.PERIOD,
    no_rollback: NoRollback = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Watch the color that got traffic last, by the load balancer's metrics and as clients see it.

    Rolls back where it fails more often or answers slower than the router's settings allow, with exit code 4.
    """
    period, seconds = options.read_period(metric_period), options.read_seconds("--for", duration)
    stacks, switch, release = _look(named, no_color=no_color)
    begun, found = _watch(stacks, switch, period, seconds, no_color=no_color)
    from ops.watching.take_back import take_back  # noqa: PLC0415
    from ops.watching.told import document, unseen, words  # noqa: PLC0415

    if found.blind:
        status = f"bluegreen status --router {stacks.router}"
        raise Problem(unseen(found), f"again from where the URL can be reached, or {status}", Code.TIMEOUT)
    harm = found.reasons and not no_rollback
    back = take_back(named, found.color, release, found, no_color=no_color) if harm else None
    if as_document:
        taken = None if back is None else back.document()
        say_json({"version": 1, "router": stacks.router, **document(found, begun.rules), "taken_back": taken})
    else:
        too_much = () if back else tuple(f"too much: {reason}" for reason in found.reasons)
        say(words(found, begun.rules), *too_much, *(back.lines() if back else ()), no_color=no_color)
    return Code.RESOURCE if found.reasons else Code.OK


def _look(named: Named, *, no_color: bool) -> tuple[Stacks, LastSwitch, str | None]:
    """The set, its last switch, and the release that is watched."""
    with progress("looking at both colors", no_color=no_color), begin(Engine(named.folder), named) as saved:
        from ops.look import see  # noqa: PLC0415  as in `status`
        from ops.stacks import read_stacks  # noqa: PLC0415
        from ops.watching.last_switch import last_switch  # noqa: PLC0415

        stacks = read_stacks(saved)
        seen = see(stacks)
        switch = last_switch(stacks, seen, time.time())
        return stacks, switch, seen.records.release(switch.color)


def _watch(stacks: Stacks, switch: LastSwitch, period: int, seconds: int, *, no_color: bool) -> tuple[Watch, Look]:
    from ops.probing import Probing  # noqa: PLC0415
    from ops.watching.metrics import Metrics  # noqa: PLC0415
    from ops.watching.screen import screen  # noqa: PLC0415
    from ops.watching.watch import Watch  # noqa: PLC0415

    with Probing(stacks.probed_url) as probing:
        begun = Watch(stacks, switch.color, switch.when, Metrics(stacks, period), probing, had=switch.had)
        with screen(begun.rules, no_color=no_color) as show:
            return begun, begun.run(switch.since, seconds, show)
