"""The command line `bluegreen`: its verbs, and the one place where what goes wrong becomes words and an exit code."""

from __future__ import annotations

import logging
from inspect import signature
from typing import TYPE_CHECKING, Any

import typer

from ops.options import for_a_set
from ops.problem import Code, Problem
from ops.terminal import complain
from ops.verbs import (
    backend,
    check,
    deploy,
    drift,
    drill,
    github,
    history,
    init,
    local,
    parity,
    park,
    plan,
    rollback,
    status,
    switch,
    sync,
    unpark,
    watch,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "bluegreen"

INTERRUPTED = 130
"""What Typer makes of Ctrl-C."""

VERBS: tuple[tuple[Callable[..., int], str], ...] = (
    (status.status, status.EXAMPLE),
    (plan.plan, plan.EXAMPLE),
    (deploy.deploy, deploy.EXAMPLE),
    (check.check, check.EXAMPLE),
    (switch.switch, switch.EXAMPLE),
    (watch.watch, watch.EXAMPLE),
    (rollback.rollback, rollback.EXAMPLE),
    (park.park, park.EXAMPLE),
    (unpark.unpark, unpark.EXAMPLE),
    (sync.sync, sync.EXAMPLE),
    (drill.drill, drill.EXAMPLE),
    (history.history, history.EXAMPLE),
    (drift.drift, drift.EXAMPLE),
    (parity.parity, parity.EXAMPLE),
)
"""Each verb with an example; its name is the function's."""


OF_NO_SET: tuple[tuple[Callable[..., int], str], ...] = ((init.init, init.EXAMPLE), (backend.backend, backend.EXAMPLE))
"""Those that mean no set of stacks: before there is one."""


def build() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name=NAME,
        help="What a person needs around `pulumi up`. Every verb ends in the same program and the same stacks.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    # A callback makes the verbs a group, however few there are.
    app.callback()(lambda: None)
    for verb, example in VERBS:
        app.command(verb.__name__, epilog=f"Example: {example}")(for_a_set(verb))
    for verb, example in OF_NO_SET:
        app.command(verb.__name__, epilog=f"Example: {example}")(verb)
    app.add_typer(_github(), name="github", help=github.HELP)
    app.add_typer(_local(), name="local", help=local.HELP)
    return app


def _github() -> typer.Typer:
    """The verbs of `bluegreen github`; which of them mean a set of stacks, their arguments say."""
    app = typer.Typer(no_args_is_help=True)
    groups: dict[tuple[str, ...], typer.Typer] = {(): app}
    for name, told in github.GROUPS.items():
        groups[(name,)] = typer.Typer(no_args_is_help=True)
        app.add_typer(groups[(name,)], name=name, help=told)
    for (*group, name), verb, example in github.VERBS:
        command = for_a_set(verb) if "named" in signature(verb).parameters else verb
        groups[tuple(group)].command(name, epilog=f"Example: {example}")(command)
    return app


def _local() -> typer.Typer:
    """The verbs of `bluegreen local`, which mean no set of stacks."""
    app = typer.Typer(no_args_is_help=True)
    for verb, example in local.VERBS:
        app.command(verb.__name__, epilog=f"Example: {example}")(verb)
    return app


def run(words: list[str] | None = None) -> int:
    """Run one command line, WORDS or this process's own; returns the exit code."""
    # Retries are ours to tell, where they fail for good.
    logging.getLogger("stamina").setLevel(logging.ERROR)
    try:
        code: Any = build()(words, standalone_mode=False)
    except Problem as problem:
        complain(f"error: {problem}")
        return problem.code
    except Exception as error:
        if not _explained(error):
            raise
        return Code.CONFIG
    if code == INTERRUPTED:
        complain("interrupted")
        return Code.CANCELLED
    return int(code or Code.OK)


def _explained(error: Exception) -> bool:
    """Say what ERROR means, where a person may cause it."""
    # Typer's own: a word too many, an option that does not exist.
    if shown := getattr(error, "show", None):
        shown()
        return True
    import pulumi  # noqa: PLC0415  as in `components.cloud`

    if isinstance(error, pulumi.RunError):
        complain(f"error: {error}")
        return True
    return False
