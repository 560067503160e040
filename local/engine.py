"""One run of the Pulumi engine, and what its own structured events say about it."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

UNCHANGED = frozenset({"same", "read"})

NOT_INHERITED = frozenset({"AWS_PROFILE", "AWS_SESSION_TOKEN"})
"""What a shell may name of a real account; a run on the local AWS must never reach it."""


class EngineError(Exception):
    """A run that should have succeeded did not; the message holds its command and its last lines."""


@dataclass(frozen=True)
class Run:
    """A finished run: exit code, plain output, wall seconds, and the engine's events."""

    command: tuple[str, ...]
    code: int
    output: str
    seconds: float
    events: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def check(self) -> Run:
        """This run; raises EngineError when it failed."""
        if self.code:
            tail = "\n".join(self.output.splitlines()[-40:])
            raise EngineError(f"`{' '.join(self.command)}` ended with {self.code}:\n{tail}")
        return self

    @property
    def changes(self) -> dict[str, int]:
        """How many resources by operation, those that stay as they are left out."""
        counts: dict[str, int] = {}
        for event in self.events:
            counts |= event.get("summaryEvent", {}).get("resourceChanges") or {}
        return {operation: count for operation, count in counts.items() if operation not in UNCHANGED and count}

    @property
    def changed(self) -> dict[str, str]:
        """Operation by URN of each resource that changes; a refresh tells only in its outcome."""
        outcomes = [event["resOutputsEvent"]["metadata"] for event in self.events if "resOutputsEvent" in event]
        return {step["urn"]: step["op"] for step in outcomes if step["op"] not in UNCHANGED}

    @property
    def diagnostics(self) -> list[str]:
        """Messages of the program and the engine, debugging left out."""
        found = [event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event]
        return [diagnostic["message"].strip() for diagnostic in found if diagnostic["severity"] != "debug"]


def run_engine(directory: Path, environment: Mapping[str, str], *arguments: str, events: bool = False) -> Run:
    """Run `pulumi ARGUMENTS` in DIRECTORY with ENVIRONMENT over this process's own, and wait for its end.

    With EVENTS the engine reports in JSON, and `output` is what it would have told a person: the diagnostics.
    """
    command = ("pulumi", *arguments, "--non-interactive", "--color", "never", *(("--json",) if events else ()))
    started = time.monotonic()
    process = subprocess.run(
        command,
        cwd=directory,
        # Without it a preview's JSON is one document of another shape.
        env={**_inherited(), "PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    run = Run(command, process.returncode, process.stdout, time.monotonic() - started)
    return _with_events(run) if events else run


def _inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}


def _with_events(run: Run) -> Run:
    lines = run.output.splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    parsed = Run(run.command, run.code, "", run.seconds, told)
    text = "\n".join([*parsed.diagnostics, *(line for line in lines if line and not line.startswith("{"))])
    return Run(run.command, run.code, text, run.seconds, told)
