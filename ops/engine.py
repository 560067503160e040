"""The Pulumi engine as the reading verbs use it: states and settings as saved, and refreshes that keep nothing.

It runs no command that takes a lock, selects a stack or shows a secret. The Automation API's `outputs`,
`get_all_config` and `Stack` do: they decrypt, or change the selected stack.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import stamina

from ops import engine_problems
from ops.engine_apart import EngineApart
from ops.engine_command import EngineCommand, EngineError
from ops.project import read_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ops.problem import Problem

TRIES, PAUSE = 5, 0.1
"""Looks at a state that is being written at this moment, and seconds between the first two."""

SECRET = "[secret]"  # noqa: S105  what stands for one

EVENTS = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
"""Without it a preview's JSON is one document of another shape."""

ANSWER = {"GOGC": "400"}
"""Most of a short answer is the engine's own start, a fifth of that its garbage collection (pkg.go.dev/runtime)."""


@dataclass(frozen=True)
class Configuration:
    """A stack's settings: text by full key (`bluegreen:soak`), objects as JSON; the keys that are encrypted."""

    texts: dict[str, str]
    secrets: frozenset[str] = frozenset()


class Engine:
    """Reads the stacks of the project in FOLDER."""

    def __init__(self, folder: Path) -> None:
        """Raises Problem when there is no engine."""
        pulumi = shutil.which("pulumi")
        if pulumi is None:
            raise engine_problems.ENGINE_MISSING
        self._folder, self._command = folder, EngineCommand(pulumi, folder, EVENTS)
        self._answer, self._apart = EngineCommand(pulumi, folder, ANSWER), EngineApart(self._command)

    @property
    def project(self) -> str:
        """The project's name."""
        return str(read_project(self._folder)["name"])

    def outputs(self, stack: str) -> dict[str, Any]:
        """The last saved outputs of STACK, secrets masked; none before its first update. Raises Problem."""
        return json.loads(self._ask(stack, "stack", "output", "--json"))

    def configuration(self, stack: str) -> Configuration:
        """The settings of STACK, secrets masked. Raises Problem."""
        found: dict[str, Any] = json.loads(self._ask(stack, "config", "--json"))
        texts = {key: str(each.get("value", SECRET)) for key, each in found.items()}
        return Configuration(texts, frozenset(key for key, each in found.items() if each["secret"]))

    def backend(self) -> str:
        """The address of the backend that holds the states. Raises Problem."""
        if address := os.environ.get("PULUMI_BACKEND_URL"):
            return address
        try:
            return str(json.loads(self.run(["whoami", "--verbose", "--json"])).get("url", ""))
        except EngineError as error:
            raise self.problem(error, "") from None

    def updating(self) -> frozenset[str]:
        """Stacks of which a backend that tells it says that they are being updated now. Raises Problem."""
        try:
            stacks: list[dict[str, Any]] = json.loads(self.run(["stack", "ls", "--json"]))
        except EngineError as error:
            raise self.problem(error, "") from None
        return frozenset(each["name"] for each in stacks if each.get("updateInProgress"))

    def refresh(self, stack: str, hear: Callable[[dict[str, Any]], None]) -> None:
        """Compare STACK's state with AWS without a lock and keep nothing; HEAR gets each event. Raises Problem."""
        wrong: list[str] = []

        def line(text: str) -> None:
            if text.startswith("{"):
                event: dict[str, Any] = json.loads(text)
                diagnostic = event.get("diagnosticEvent", {})
                if diagnostic.get("severity") == "error":
                    wrong.append(diagnostic["message"].strip())
                hear(event)

        command = ["refresh", "--preview-only", "--run-program=false", "--json", "--stack", stack]
        try:
            self.run(command, line)
        except EngineError as error:
            if wrong:
                raise engine_problems.refresh_failed(stack, wrong) from None
            raise self.problem(error, stack) from None

    def _ask(self, stack: str, *command: str) -> str:
        try:
            return _run(self._answer, [*command, "--stack", stack])
        except EngineError as error:
            raise self.problem(error, stack) from None

    def run(self, command: list[str], hear: Callable[[str], None] | None = None) -> str:
        """What `pulumi COMMAND` prints; HEAR gets each line as it comes. Raises EngineError."""
        return _run(self._command, command, hear)

    def run_apart(self, command: list[str], hear: Callable[[str], None]) -> None:
        """As `run`, but that no signal reaches the engine except by `interrupt`. Raises EngineError."""
        for attempt in _attempts():
            with attempt:
                self._apart.run(command, hear)

    def interrupt(self) -> None:
        """Ctrl-C for what `run_apart` runs: the engine completes the step that it is at; the second time it ends."""
        self._apart.interrupt()

    def problem(self, error: EngineError, stack: str) -> Problem:
        """What ERROR of a run on STACK means for a person."""
        return engine_problems.word(error.said, stack=stack, project=self.project, folder=str(self._folder))


def _run(engine: EngineCommand, words: list[str], hear: Callable[[str], None] | None = None) -> str:
    lines: list[str] = []

    def line(text: str) -> None:
        lines.append(text)
        if hear:
            hear(text)

    for attempt in _attempts():
        with attempt:
            lines.clear()
            engine.run(["--non-interactive", *words], line)
    return "\n".join(lines)


def _attempts() -> Iterator[stamina.Attempt]:
    return iter(stamina.retry_context(on=_half_written, attempts=TRIES, wait_initial=PAUSE, wait_jitter=PAUSE))


def _half_written(error: Exception) -> bool:
    if not isinstance(error, EngineError):
        return False
    # It brings the SDK, which nobody needs whose engine answers.
    from components.stack_outputs import HALF_WRITTEN  # noqa: PLC0415

    return HALF_WRITTEN in error.said
