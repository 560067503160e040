"""`bluegreen local`: the AWS on this machine, started, looked at, and ended."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ops import options
from ops.problem import Code, Problem

HELP = "An AWS on this machine, to try everything without an account: `python -m local` does the same."

Folder = Annotated[
    Path | None, typer.Option("--dir", metavar="FOLDER", help="Where it lives; default: .local in the project.")
]

HIGHEST_PORT = 65_535 - 2
"""Two ports above the one that is named are taken, too."""

Port = Annotated[
    int | None,
    typer.Option(min=1, max=HIGHEST_PORT, help="Of the AWS API; the two above it are the providers'. Default: 4566."),
]


def whole_seconds(text: str) -> int:
    """The seconds of `1s`, as the verbs that watch take it, or of `1`; raises typer.BadParameter."""
    try:
        return int(text.removesuffix("s"))
    except ValueError:
        what = f"{text} is no number of seconds, such as 1s"
        raise typer.BadParameter(what) from None


def up(
    *,
    port: Port = None,
    listener_delay: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Until a changed listener takes effect; default: 0.5."),
    ] = None,
    registration_delay: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="From an instance's launch to its registration; default: 1."),
    ] = None,
    check_pace: Annotated[
        float | None,
        typer.Option(min=0, metavar="SHARE", help="Of its interval that a health check waits; default: 1."),
    ] = None,
    metric_period: Annotated[
        int | None,
        typer.Option(
            parser=whole_seconds,
            metavar="TIME",
            help="Of a point of the load balancer's metrics, such as 1s; default: 60.",
        ),
    ] = None,
    directory: Folder = None,
) -> int:
    """Start an AWS in the background, and say how a shell speaks to it."""
    return _run(
        "up",
        directory,
        port=port,
        listener_delay=listener_delay,
        registration_delay=registration_delay,
        check_pace=check_pace,
        metric_period=metric_period,
    )


def down(*, directory: Folder = None) -> int:
    """End it and remove its folder, with the state of all its stacks."""
    return _run("down", directory)


def status(*, as_document: options.Json = False, directory: Folder = None) -> int:
    """Show where its listeners listen, how its targets are, and which instances run."""
    return _run("status", directory, json=as_document)


def traffic(
    *,
    length: Annotated[
        str | None, typer.Option("--for", metavar="TIME", help="End after this time, such as 10s; default: Ctrl-C.")
    ] = None,
    every: Annotated[str | None, typer.Option(metavar="TIME", help="Between two looks; default: 1s.")] = None,
    as_document: Annotated[bool, typer.Option("--json", help="For programs: a line of JSON for each look.")] = False,
    directory: Folder = None,
) -> int:
    """Show who answers, live: requests and share of each color, weights, healthy targets, failures (5xx)."""
    return _run("traffic", directory, length=length, every=every, json=as_document)


VERBS = (
    (up, "bluegreen local up --port 4600 --dir /tmp/aws"),
    (down, "bluegreen local down"),
    (status, "bluegreen local status --json"),
    (traffic, "bluegreen local traffic --for 10s"),
)
"""Each verb with an example; its name is the function's."""


def _run(verb: str, directory: Path | None, **given: Any) -> int:  # noqa: ANN401  options have many types
    """Do what `python -m local VERB` does, with the options that were GIVEN. Raises Problem."""
    try:
        # What only a machine for development has; the other verbs work without.
        from local import __main__ as local  # noqa: PLC0415
        from local.commands.problem import Problem as LocalProblem  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        what = f"bluegreen local {verb} needs {missing.name}, which this Python does not have"
        raise Problem(what, "make setup, in a checkout of the project") from None
    arguments = local.parser().parse_args([verb, *([f"--dir={directory}"] if directory else [])])
    for name, value in given.items():
        if value is not None:
            setattr(arguments, name, value)
    try:
        return local.VERBS[verb].run(arguments)
    except LocalProblem as problem:
        raise Problem(problem.what, problem.next_command, Code.RESOURCE) from None
