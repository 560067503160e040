"""Options that the verbs have in common."""

from __future__ import annotations

from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from components.color import Color
from components.settings import values
from ops.problem import Problem
from ops.project import Named, name_stacks

if TYPE_CHECKING:
    from collections.abc import Callable

STACKS = "Which stacks"

Prefix = Annotated[
    str | None,
    typer.Option(
        "--stack-prefix", metavar="PREFIX", help="The set PREFIXrouter, such as prod-.", rich_help_panel=STACKS
    ),
]
Router = Annotated[
    str | None,
    typer.Option("--router", metavar="STACK", help="The router's stack; default: router.", rich_help_panel=STACKS),
]
Blue = Annotated[
    str | None,
    typer.Option("--blue", metavar="STACK", help="Blue's stack; default: as the router says.", rich_help_panel=STACKS),
]
Green = Annotated[
    str | None,
    typer.Option(
        "--green", metavar="STACK", help="Green's stack; default: as the router says.", rich_help_panel=STACKS
    ),
]
Folder = Annotated[
    Path, typer.Option("--cwd", metavar="FOLDER", help="The project's folder, or one in it.", rich_help_panel=STACKS)
]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON document on stdout.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colors; NO_COLOR in the environment does the same.")]

OneColor = Annotated[
    Color | None, typer.Option("--color", help="The color that has to be idle; default: the one that is.")
]
MetricPeriod = Annotated[
    str,
    typer.Option("--metric-period", metavar="TIME", help="How often the load balancer publishes what it measured."),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")]

HERE = Path()

PERIOD = "60s"
"""ALB guide, "CloudWatch metrics for your Application Load Balancer"."""

LONGEST = 86400
"""Seconds that one command may be told to take."""

WHICH: tuple[tuple[str, Any, Any], ...] = (
    ("prefix", Prefix, None),
    ("router", Router, None),
    ("blue", Blue, None),
    ("green", Green, None),
    ("cwd", Folder, HERE),
)
"""The options that say which stacks are meant: name, type and default."""


def for_a_set(verb: Callable[..., int]) -> Callable[..., int]:
    """VERB, which takes the stacks that are meant as `named`, as a command with the options that say so.

    The command raises Problem where they make no sense.
    """
    hints = get_type_hints(verb, localns={"Named": Named}, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in signature(verb).parameters.items()
        if name != "named"
    ]
    which = [Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=kind) for name, kind, default in WHICH]

    def command(*words: object, **given: Any) -> int:  # noqa: ANN401  as the verb declares them
        cwd, prefix, *stacks = (given.pop(name) for name in ("cwd", "prefix", "router", "blue", "green"))
        return verb(name_stacks(cwd, prefix, *stacks), *words, **given)

    command.__name__, command.__doc__ = verb.__name__, verb.__doc__
    command.__annotations__ = {each.name: each.annotation for each in (*own, *which)}
    command.__signature__ = Signature([*own, *which])  # pyright: ignore[reportFunctionMemberAccess]
    return command


def read_seconds(option: str, text: str) -> int:
    """The seconds that a person gave for OPTION as TEXT; raises Problem."""
    try:
        return values.seconds(1, LONGEST)(text)
    except ValueError:
        what = f"{option} {text} must be 1 second to {LONGEST // 3600} hours, such as 60s or 15m"
        raise Problem(what, f"again with {option} 15m") from None


def read_period(text: str) -> int:
    """The seconds that a person gave for --metric-period as TEXT; raises Problem.

    CloudWatch knows 1, 5, 10, 30 and multiples of 60 (API reference, MetricStat).
    """
    seconds = read_seconds("--metric-period", text)
    if seconds % 60 and seconds not in {1, 5, 10, 30}:
        raise Problem(f"--metric-period {text} must be 1, 5, 10, 30 or a multiple of 60 seconds", "again without it")
    return seconds
