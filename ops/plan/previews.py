"""Previews of all three stacks side by side: none takes a lock, and none keeps anything."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from ops.engine_command import EngineError
from ops.plan.steps import Listening
from ops.updates import STRUCTURED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ops.plan.steps import Preview
    from ops.problem import Problem


class Previewing(Protocol):
    """What is asked of the engine."""

    def run(self, command: list[str], hear: Callable[[str], None] | None = None) -> str:
        """What `pulumi COMMAND` prints; HEAR gets each line. Raises EngineError."""
        ...

    def problem(self, error: EngineError, stack: str) -> Problem:
        """What ERROR means for a person."""
        ...


def read_previews(engine: Previewing, stacks: Iterable[str]) -> dict[str, Preview]:
    """What `up` would do to each of STACKS. Raises Problem where the engine could not even ask the program."""
    names = tuple(stacks)
    with ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(lambda stack: _preview(engine, stack), names), strict=True))


def _preview(engine: Previewing, stack: str) -> Preview:
    listening = Listening()
    try:
        engine.run(["preview", *STRUCTURED, "--stack", stack], listening.line)
    except EngineError as error:
        # What the program refuses is an answer; what ended before the program ran is none.
        if not listening.heard.errors:
            raise engine.problem(error, stack) from None
    return listening.preview()
