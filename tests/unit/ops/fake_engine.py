"""An engine that is a few dictionaries: what the stacks of `fake_aws` have saved, and what a refresh would find."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from ops.engine import Configuration
from ops.engine_command import EngineError
from ops.problem import Code, Problem
from ops.project import Named
from ops.saved import begin
from ops.stacks import Stacks, read_stacks
from ops.updates import STRUCTURED
from tests.unit.components.fake_aws import LISTENER, TARGET_GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

NAMED = Named(Path("/project"), "router")

OUTPUTS: dict[str, Any] = {
    "listener_arn": LISTENER,
    "target_group_arns": {color.value: arn for color, arn in TARGET_GROUPS.items()},
    "weights": {"blue": 100, "green": 0},
    "url": "http://shop.example.com",
    "switch_log": "/bluegreen/shop/router/switches",
    "drain_seconds": 30,
}


def _configurations() -> dict[str, dict[str, Any]]:
    return {
        "router": {"bluegreen:service": "shop", "bluegreen:active_color": "blue"},
        "blue": {"bluegreen:service": "shop", "bluegreen:color": "blue", "bluegreen:release": "1.0.0"},
        "green": {"bluegreen:service": "shop", "bluegreen:color": "green", "bluegreen:release": "1.1.0"},
    }


@dataclass
class FakeEngine:
    """Three deployed stacks, `router`, `blue` and `green`; `events` holds what a refresh of each would tell."""

    router: dict[str, Any] = field(default_factory=lambda: dict(OUTPUTS))
    settings: dict[str, dict[str, Any]] = field(default_factory=_configurations)
    events: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    address: str = "file:///nowhere"
    project: str = "bluegreen"
    asked: list[str] = field(default_factory=list[str])
    folder: Path | None = None
    interrupts: int = 0
    update: Callable[[], object] = lambda: None
    """What an update does to AWS, or somebody else meanwhile; also where the update fails."""

    def outputs(self, stack: str) -> dict[str, Any]:
        """As the engine."""
        self._check(stack)
        return self.router if stack == "router" else {}

    def configuration(self, stack: str) -> Configuration:
        """As the engine: objects as JSON."""
        self._check(stack)
        texts = {key: each if isinstance(each, str) else json.dumps(each) for key, each in self.settings[stack].items()}
        return Configuration(texts)

    def backend(self) -> str:
        """As the engine."""
        return self.address

    def updating(self) -> frozenset[str]:
        """As the engine: green is."""
        return frozenset({"green"})

    def refresh(self, stack: str, hear: Callable[[dict[str, Any]], None]) -> None:
        """As the engine."""
        self.asked.append(f"refresh {stack}")
        for event in self.events.get(stack, []):
            hear(event)

    def run(self, command: list[str], hear: Callable[[str], None] | None = None) -> str:
        """As the engine: `config` changes settings and file, `up` and `preview` tell the events under their name."""
        stack = command[command.index("--stack") + 1]
        self.asked.append(" ".join(word for word in command if word not in STRUCTURED))
        if command[0] == "config":
            self._configure(stack, command[1], command[2 : command.index("--stack")])
            return ""
        events = self.events.get(f"{command[0]} {stack}", [])
        for event in events:
            if hear:
                hear(json.dumps(event))
        if command[0] in {"up", "destroy"}:
            self.update()
        if any(event.get("diagnosticEvent", {}).get("severity") == "error" for event in events):
            raise EngineError(1, "it failed")
        return ""

    def run_apart(self, command: list[str], hear: Callable[[str], None]) -> None:
        """As the engine."""
        self.run(command, hear)

    def interrupt(self) -> None:
        """As the engine: it hears it."""
        self.interrupts += 1

    def problem(self, error: EngineError, stack: str) -> Problem:
        """As the engine."""
        return Problem(f"{stack}: {error}", "pulumi stack", Code.FAILED)

    def file(self, stack: str) -> Path:
        """STACK's file."""
        return (self.folder or NAMED.folder) / f"Pulumi.{stack}.yaml"

    def _configure(self, stack: str, verb: str, words: list[str]) -> None:
        if verb == "set-all":
            self.settings[stack] |= dict(word.split("=", 1) for word in words if word != "--plaintext")
        else:
            for word in words:
                self.settings[stack].pop(word, None)
        self.file(stack).write_text(yaml.safe_dump({"config": self.settings[stack]}))

    def _check(self, stack: str) -> None:
        self.asked.append(stack)
        if stack not in self.settings:
            raise Problem(f"there is no stack {stack} in bluegreen", f"pulumi stack init {stack}", Code.NO_STACK)


def stacks(engine: FakeEngine, named: Named = NAMED) -> Stacks:
    """The set that ENGINE has saved."""
    with begin(engine, named) as saved:
        return read_stacks(saved)


def outcome(token: str, name: str, saved: dict[str, Any], live: dict[str, Any] | None = None, *paths: str) -> Any:
    """A refresh's event for the resource NAME: SAVED in the state, LIVE in AWS, differing at PATHS."""
    operation = "update" if paths else "same"
    old = {"id": saved.get("id", ""), "outputs": saved}
    new = {"id": saved.get("id", ""), "outputs": saved if live is None else live}
    urn = f"urn:pulumi:stack::bluegreen::{token}::{name}"
    step = {"op": operation, "urn": urn, "type": token, "old": old, "new": new, "detailedDiff": dict.fromkeys(paths)}
    return {"resOutputsEvent": {"metadata": step}}


def failure(message: str) -> Any:
    """The event of a run that fails with MESSAGE."""
    return {"diagnosticEvent": {"severity": "error", "message": f"{message}\n"}}


def deleted(token: str, name: str, saved: dict[str, Any]) -> Any:
    """A refresh's event for a resource that AWS does not have any more."""
    event = outcome(token, name, saved)
    event["resOutputsEvent"]["metadata"] |= {"op": "delete", "new": None}
    return event
