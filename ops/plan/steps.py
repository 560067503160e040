"""What one preview would do to a stack, step by step, from the engine's events. No property's value is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ops.heard import STACK, UNCHANGED, Heard, event_of
from ops.plan.masking import masked, secrets_in

if TYPE_CHECKING:
    from collections.abc import Iterable

LISTENER, RECORD, TEMPLATE = (
    "aws:lb/listener:Listener",
    "aws:ssm/parameter:Parameter",
    "aws:ec2/launchTemplate:LaunchTemplate",
)

ENGINES_OWN = "pulumi:"
"""Types that nobody's traffic meets: stacks and providers."""

HALVES = {"create-replacement": "create", "delete-replaced": "delete"}
"""A replacement is told three times; where only a half is, it is what an earlier update left to do."""

ORDER = ("replace", "delete", "create", "import", "update")
"""Replacements and deletions first: they are what can't be taken back."""


@dataclass(frozen=True)
class Step:
    """One resource that changes: the engine's operation, type, name in the program, and paths of what differs."""

    op: str
    type: str
    name: str
    paths: tuple[str, ...] = ()
    identity: str = ""

    @property
    def rank(self) -> tuple[int, str, str, tuple[str, ...]]:
        """Where it stands in a report, the same however the engine's workers take turns."""
        place = ORDER.index(self.op) if self.op in ORDER else len(ORDER)
        return place, self.type, self.name, self.paths


@dataclass(frozen=True)
class Forward:
    """A listener's inputs and outputs as the state holds them, and the inputs that the preview declares."""

    before: dict[str, Any] | None
    held: dict[str, Any] | None
    then: dict[str, Any]
    step: Step


@dataclass
class Preview:
    """One preview of a stack. `errors` are why it failed, none where it did not."""

    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    errors: tuple[str, ...] = ()
    forward: Forward | None = None
    instance_type: str | None = None


@dataclass
class Listening:
    """Takes the engine's lines, and makes a Preview of them."""

    heard: Heard = field(default_factory=lambda: Heard(lambda _said: None))
    _told: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _secrets: set[str] = field(default_factory=set[str])

    def line(self, text: str) -> None:
        """Take one line of the engine's output; what is no event is left out."""
        self.heard.line(text)
        event = event_of(text)
        if event is None:
            return
        if "resOutputsEvent" in event:
            self._told.append(event["resOutputsEvent"]["metadata"])
        self._secrets.update(secrets_in(event))

    def preview(self) -> Preview:
        """All that was told."""
        known = [told for told in self._told if told["type"] != STACK]
        changed = [told for told in known if told["op"] not in UNCHANGED]
        return Preview(
            steps=tuple(sorted(_steps(changed, self._secrets), key=lambda step: step.rank)),
            unchanged=len({told["urn"] for told in known} - {told["urn"] for told in changed}),
            errors=tuple(masked(each, self._secrets) for each in self.heard.errors),
            forward=_forward(known, self._secrets),
            instance_type=_instance_type(known),
        )


def _steps(changed: list[dict[str, Any]], secrets: Iterable[str]) -> list[Step]:
    replaced = {told["urn"] for told in changed if told["op"] == "replace"}
    # A component is told twice: when it is registered, and with its outputs.
    once = {(told["op"], told["urn"]): told for told in changed}
    return [_step(told, secrets) for (op, urn), told in once.items() if op not in HALVES or urn not in replaced]


def _step(told: dict[str, Any], secrets: Iterable[str]) -> Step:
    op: str = told["op"]
    paths = told.get("detailedDiff") or told.get("diffs") or ()
    return Step(
        HALVES.get(op, op),
        told["type"],
        masked(told["urn"].rpartition("::")[2], secrets),
        tuple(sorted(masked(path, secrets) for path in paths)),
        str((told.get("old") or {}).get("id") or ""),
    )


def _forward(known: list[dict[str, Any]], secrets: Iterable[str]) -> Forward | None:
    for told in known:
        if told["type"] == LISTENER and told.get("new"):
            old = told.get("old") or {}
            return Forward(old.get("inputs"), old.get("outputs"), told["new"].get("inputs") or {}, _step(told, secrets))
    return None


def _instance_type(known: list[dict[str, Any]]) -> str | None:
    for told in known:
        if told["type"] == TEMPLATE and told.get("new"):
            found = (told["new"].get("inputs") or {}).get("instanceType")
            return found if isinstance(found, str) else None
    return None
