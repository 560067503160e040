"""The Pulumi engine as the reading verbs use it: states and settings as saved, and refreshes that keep nothing.

It goes through the Automation API's workspace, and runs no command that takes a lock, selects a stack or
shows a secret. The API's own `outputs`, `get_all_config` and `Stack` do: they decrypt, or change the
selected stack.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import stamina
from pulumi.automation import CommandError, LocalWorkspace, PulumiCommand

from components.stack_outputs import HALF_WRITTEN
from ops import engine_problems
from ops.engine_apart import EngineApart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ops.problem import Problem

TRIES, PAUSE = 5, 0.1
"""Looks at a state that is being written at this moment, and seconds between the first two."""

SECRET = "[secret]"  # noqa: S105  what stands for one

EVENTS = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
"""Without it a preview's JSON is one document of another shape."""


@dataclass(frozen=True)
class Configuration:
    """A stack's settings: text by full key (`bluegreen:soak`), objects as JSON; the keys that are encrypted."""

    texts: dict[str, str]
    secrets: frozenset[str] = frozenset()


class _Command(PulumiCommand):
    """The `pulumi` on PATH, whose version is not asked: that would cost each look a process of its own."""

    def __init__(self) -> None:  # pyright: ignore[reportMissingSuperCall]
        found = shutil.which("pulumi")
        if found is None:
            raise engine_problems.ENGINE_MISSING
        self.command, self.version = found, None


class Engine:
    """Reads the stacks of the project in FOLDER."""

    def __init__(self, folder: Path) -> None:
        """Raises Problem when there is no engine."""
        self._folder, command = folder, _Command()
        self._workspace = LocalWorkspace(work_dir=str(folder), pulumi_command=command)
        self._apart = EngineApart(command.command, folder, EVENTS)

    @property
    def project(self) -> str:
        """The project's name."""
        return self._workspace.project_settings().name

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
        except CommandError as error:
            raise self.problem(error, "") from None

    def updating(self) -> frozenset[str]:
        """Stacks of which a backend that tells it says that they are being updated now. Raises Problem."""
        try:
            stacks: list[dict[str, Any]] = json.loads(self.run(["stack", "ls", "--json"]))
        except CommandError as error:
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
        except CommandError as error:
            if wrong:
                raise engine_problems.refresh_failed(stack, wrong) from None
            raise self.problem(error, stack) from None

    def _ask(self, stack: str, *command: str) -> str:
        try:
            return self.run([*command, "--stack", stack])
        except CommandError as error:
            raise self.problem(error, stack) from None

    def run(self, command: list[str], hear: Callable[[str], None] | None = None) -> str:
        """What `pulumi COMMAND` prints; HEAR gets each line as it comes. Raises CommandError."""
        workspace = self._workspace
        for attempt in _attempts():
            with attempt:
                return workspace.pulumi_command.run(list(command), workspace.work_dir, EVENTS, hear).stdout
        raise AssertionError  # pragma: no cover  the last attempt returns or raises

    def run_apart(self, command: list[str], hear: Callable[[str], None]) -> None:
        """As `run`, but that no signal reaches the engine except by `interrupt`. Raises CommandError."""
        for attempt in _attempts():
            with attempt:
                self._apart.run(command, hear)

    def interrupt(self) -> None:
        """Ctrl-C for what `run_apart` runs: the engine completes the step that it is at; the second time it ends."""
        self._apart.interrupt()

    def problem(self, error: CommandError, stack: str) -> Problem:
        """What ERROR of a run on STACK means for a person."""
        return engine_problems.word(_said(error), stack=stack, project=self.project, folder=str(self._folder))


def _attempts() -> Iterator[stamina.Attempt]:
    return iter(stamina.retry_context(on=_half_written, attempts=TRIES, wait_initial=PAUSE, wait_jitter=PAUSE))


def _half_written(error: Exception) -> bool:
    return isinstance(error, CommandError) and HALF_WRITTEN in str(error)


def _said(error: CommandError) -> str:
    """What the engine said to a person: the Automation API puts the exit code and all of stdout before it."""
    return str(error).partition("\n stderr: ")[2] or str(error)
