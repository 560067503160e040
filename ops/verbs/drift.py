"""`bluegreen drift`: what in AWS is not as the program left it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ops import options
from ops.engine import Engine
from ops.problem import Code
from ops.saved import begin
from ops.terminal import console, progress, say_json

if TYPE_CHECKING:
    from ops.drifts import Drift
    from ops.project import Named

EXAMPLE = "bluegreen drift --stack-prefix prod- --json"


def drift(
    named: Named,
    *,
    as_document: options.Json = False,
    no_color: options.NoColor = False,
) -> int:
    """Compare all three stacks with AWS, without a lock: exit code 7 where somebody changed something by hand."""
    with progress("comparing three stacks with AWS", no_color=no_color):
        found = look(Engine(named.folder), named)
    drifted = [each for drifts in found.values() for each in drifts]
    if as_document:
        told = {stack: [_document(each) for each in drifts] for stack, drifts in found.items()}
        say_json({"version": 1, "drift": bool(drifted), "stacks": told})
    else:
        terminal = console(no_color=no_color)
        for each in drifted:
            terminal.print(each.words, markup=False, soft_wrap=True)
        terminal.print(_closing(found, drifted), markup=False, soft_wrap=True)
    return Code.CHANGES if drifted else Code.OK


def look(engine: Engine, named: Named) -> dict[str, list[Drift]]:
    """Drift by stack of the set that NAMED means. Raises Problem."""
    with begin(engine, named) as saved:
        from ops.drifts import find_drift  # noqa: PLC0415  as in `status`
        from ops.live import read_all  # noqa: PLC0415
        from ops.stacks import read_stacks  # noqa: PLC0415

        stacks = read_stacks(saved)
    stacks.check_complete()
    live = read_all(engine, (stacks.router, *stacks.names.values()))
    return {stack: list(find_drift(stack, found, stacks.target_groups)) for stack, found in live.items()}


def _document(each: Drift) -> dict[str, Any]:
    return {
        "type": each.type,
        "name": each.name,
        "path": each.path,
        "declared": each.declared,
        "live": each.live,
        "words": each.words,
    }


def _closing(found: dict[str, list[Drift]], drifted: list[Drift]) -> str:
    if not drifted:
        return f"no drift in {', '.join(found)}"
    touched = [stack for stack, drifts in found.items() if drifts]
    back = " ".join(f"pulumi up --refresh --stack {stack};" for stack in touched).rstrip(";")
    return f"drift in {', '.join(touched)}. To put back what is declared, after a look at its preview: {back}"
