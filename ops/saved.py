"""The saved parts of a set, asked of the engine all at once: each question is a process of its own."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol

from components.color import Color
from components.naming import sibling
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from ops.engine import Configuration
    from ops.project import Named


class Asked(Protocol):
    """What is asked of the engine; `ops.engine.Engine` answers it. Each method raises Problem where it can't."""

    @property
    def project(self) -> str:
        """The project's name."""
        ...

    def outputs(self, stack: str) -> dict[str, Any]:
        """The last saved outputs of STACK."""
        ...

    def configuration(self, stack: str) -> Configuration:
        """The settings of STACK."""
        ...

    def backend(self) -> str:
        """The backend's address."""
        ...

    def updating(self) -> frozenset[str]:
        """Stacks that are being updated now."""
        ...


class Saved:
    """Answers that come while something else is done. Each method waits for its own, and raises Problem."""

    def __init__(self, engine: Asked, named: Named, pool: ThreadPoolExecutor) -> None:
        """Ask ENGINE in POOL for the parts of the set that NAMED means."""
        self.router = named.router
        self._engine, self._pool = engine, pool
        self._given = {Color.BLUE: named.blue, Color.GREEN: named.green}
        self._configuration = pool.submit(engine.configuration, named.router)
        self._outputs = pool.submit(engine.outputs, named.router)
        # A guess that the router's settings bear out saves a round; a wrong one costs nothing that is waited for.
        guess = {color: self._given[color] or sibling(named.router, "router", color.value) for color in Color}
        self._guessed = {stack: self._submit(stack) for stack in guess.values() if stack}
        self._backend = pool.submit(engine.backend)

    @property
    def project(self) -> str:
        """The project's name."""
        return self._engine.project

    def name_of(self, color: Color) -> str | None:
        """The stack that a person named for COLOR."""
        return self._given[color]

    def router_configuration(self) -> Configuration:
        """The router's settings."""
        return self._configuration.result()

    def router_outputs(self) -> dict[str, Any]:
        """The router's last saved outputs; none before its first update."""
        return self._outputs.result()

    def configurations(self, names: Mapping[Color, str]) -> dict[Color, Configuration | None]:
        """The settings of the colors' stacks, which NAMES gives; None where there is no such stack."""
        asked = {color: self._guessed.get(stack) or self._submit(stack) for color, stack in names.items()}
        return {color: each.result() for color, each in asked.items()}

    def backend(self) -> str:
        """The backend's address."""
        return self._backend.result()

    def updating(self) -> frozenset[str]:
        """Stacks that are being updated now, where the backend tells."""
        return self._engine.updating()

    def _submit(self, stack: str) -> Future[Configuration | None]:
        return self._pool.submit(_if_there, self._engine, stack)


@contextlib.contextmanager
def begin(engine: Asked, named: Named) -> Generator[Saved]:
    """Ask for the saved parts of the set that NAMED means, at once."""
    with ThreadPoolExecutor() as pool:
        yield Saved(engine, named, pool)


def _if_there(engine: Asked, stack: str) -> Configuration | None:
    try:
        return engine.configuration(stack)
    except Problem as problem:
        if problem.code is Code.NO_STACK:
            return None
        raise
