"""`bluegreen plan`: what would happen to live traffic, before anything does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from components.color import Color
from ops import options
from ops.engine import Engine
from ops.plan.level import Level
from ops.problem import Code, Problem
from ops.saved import begin
from ops.terminal import console, progress, say_json

if TYPE_CHECKING:
    from ops.plan.cost import Prices
    from ops.plan.report import Report
    from ops.project import Named
    from ops.stacks import Stacks

EXAMPLE = "bluegreen plan --stack-prefix prod- --markdown --fail-on live"

LEVELS = ", ".join(level.word for level in Level)

FailOn = Annotated[
    str | None,
    typer.Option("--fail-on", metavar="LEVEL", help=f"Exit code 7 at this level or above: {LEVELS}."),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="For a pull request; fits a comment of GitHub's.")]
PriceTable = Annotated[
    Path | None, typer.Option("--prices", metavar="FILE", help="Your own price table, as ops/plan/prices.json is one.")
]

To = Annotated[
    Color | None,
    typer.Option("--to", help="As if the router's file gave this color all traffic; it stays as it is."),
]


def plan(
    named: Named,
    *,
    to: To = None,
    fail_on: FailOn = None,
    prices: PriceTable = None,
    as_markdown: Markdown = False,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Preview all three stacks, and say what would happen to live traffic. Changes nothing and takes no lock."""
    from ops.plan.cost import read_prices  # noqa: PLC0415  as in `status`

    if as_markdown and as_document:
        raise Problem("--markdown and --json ask for two answers", "give only one of them")
    least, table = _level(fail_on), read_prices(prices)
    from ops.plan.supposed import supposed  # noqa: PLC0415  as in `status`

    engine = Engine(named.folder)
    with supposed(engine, named, to), progress("previewing three stacks", no_color=no_color):
        report = look(engine, named, table)
    _show(report, as_markdown=as_markdown, as_document=as_document, no_color=no_color)
    return Code.CHANGES if least is not None and report.level >= least else Code.OK


def look(engine: Engine, named: Named, prices: Prices) -> Report:
    """The plan of the set that NAMED means, with PRICES. Raises Problem."""
    with begin(engine, named) as saved:
        from ops.stacks import read_stacks  # noqa: PLC0415  as in `status`

        stacks = read_stacks(saved, deployed=False)
    return _report(engine, stacks, prices)


def _report(engine: Engine, stacks: Stacks, prices: Prices) -> Report:
    from components import cloud  # noqa: PLC0415  as in `status`
    from ops.look import see  # noqa: PLC0415
    from ops.plan.asked import ask_gate, way_back_after  # noqa: PLC0415
    from ops.plan.compose import Facts, color_plans, compose, is_refused  # noqa: PLC0415
    from ops.plan.cost import cost_of  # noqa: PLC0415
    from ops.plan.previews import read_previews  # noqa: PLC0415
    from ops.plan.shares import shares_of  # noqa: PLC0415

    # What can't be asked is told before the previews, which take longer.
    seen = see(stacks) if stacks.deployed else None
    there = [stacks.names[color] for color in stacks.names if color in stacks.environments]
    previews = read_previews(engine, (stacks.router, *there))
    forward = previews[stacks.router].forward
    facts = Facts(stacks, previews, seen, shares_of(stacks, seen, forward))
    colors = color_plans(facts)
    gate = ask_gate(stacks, seen, facts.shares, forward)
    way_back = way_back_after(stacks, seen, facts.shares, colors, refused=is_refused(facts, gate))
    return compose(facts, colors, gate, way_back, cost_of(facts, colors, prices, cloud.region() or "no region"))


def _level(word: str | None) -> Level | None:
    if word is None:
        return None
    try:
        return Level[word.upper()]
    except KeyError:
        raise Problem(f"--fail-on {word} is no level", f"again with one of {LEVELS}") from None


def _show(report: Report, *, as_markdown: bool, as_document: bool, no_color: bool) -> None:
    if as_document:
        from ops.plan.document import as_json  # noqa: PLC0415  as in `status`

        say_json(as_json(report))
    elif as_markdown:
        from ops.plan.markdown import markdown  # noqa: PLC0415

        sys.stdout.write(markdown(report))
    else:
        from ops.plan.table import render  # noqa: PLC0415

        console(no_color=no_color).print(render(report))
