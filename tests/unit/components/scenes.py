"""A router and its colors as the hooks see them, and a way to run a hook without an engine."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pulumi

from components.color import Color, weights
from components.guard.deployment import Deployment
from components.guard.protection import Protection, Wanted
from components.hooks.gate import gate_hook
from components.listener import forward_to
from components.records.release_record import ReleaseRecord
from components.records.switch_log import SwitchLog
from components.settings import fields
from components.settings.switching import Gate, Overrides, Preview, Verify
from components.switch.ready_for_traffic import Need
from components.switch.switching import Switched, Switching
from tests.unit.components.fake_aws import LISTENER, NAMES, TARGET_GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

BLUE, GREEN = weights(Color.BLUE), weights(Color.GREEN)
FORWARDED: Mapping[Color, pulumi.Input[str]] = {**TARGET_GROUPS}
LOG = SwitchLog("/bluegreen/shop/router/switches")


def switching(declared: Mapping[Color, int] | None = None, **changes: Any) -> Switching:
    """A router that wants all traffic on green, or DECLARED; without smoke checks, probes or patience."""
    facts: dict[str, Any] = {
        "router": "router",
        "target_groups": TARGET_GROUPS,
        "declared": declared or weights(Color.GREEN),
        "url": "http://127.0.0.1:9",
        "names": NAMES,
        "log": LOG,
        "need": Need(),
        "gate": Gate(timeout=0, smoke_paths=(), command=None, command_timeout=5),
        "verify": Verify("off", "/", fields.VERIFY_HEADER.default, fields.RELEASE_HEADER.default, 2),
        "preview": Preview(fields.PREVIEW_HEADER.default, fields.PREVIEW_SOURCES.default),
        "overrides": Overrides(None, None, None),
    }
    return Switching(**{**facts, **changes})


def deployment(color: Color, wanted: Wanted | None = None, **protection: Any) -> Deployment:
    """A deployment of release 2.0.0 to COLOR, or of what is WANTED; PROTECTION's fields can be set."""
    guard = Protection(color=color, stack=color.value, router="router", names=NAMES, **protection)
    new = Wanted("2.0.0", ReleaseRecord("2.0.0", "ami-1", "", "").version, minimum=2, maximum=4)
    return Deployment(guard, wanted or new, TARGET_GROUPS[color], patience=0, log=LOG)


def unchanged(record: ReleaseRecord, **capacity: Any) -> Wanted:
    """What is declared where only CAPACITY differs from RECORD."""
    return replace(Wanted(record.release, record.version, minimum=2, maximum=4), **capacity)


def listener_inputs(shares: Mapping[Color, int]) -> dict[str, Any]:
    """A listener's inputs as the engine gives them to a hook."""
    forward: Any = forward_to(FORWARDED, shares)["forward"]
    groups = [{"arn": group["arn"], "weight": float(group["weight"])} for group in forward["target_groups"]]
    return {"defaultActions": [{"type": "forward", "forward": {"targetGroups": groups}}]}


def record_inputs(record: ReleaseRecord) -> dict[str, Any]:
    """A release record's inputs as the engine gives them to a hook."""
    return {"insecureValue": record.to_json()}


@dataclass
class Said:
    """What was told to whoever runs the update."""

    info: list[str] = field(default_factory=list[str])
    warn: list[str] = field(default_factory=list[str])


@contextlib.contextmanager
def engine(*, preview: bool = False) -> Generator[Said]:
    """The little of an engine that a hook notices: whether it is a preview, and somebody who hears what it says."""
    said = Said()
    with (
        mock.patch("pulumi.resource_hooks.register_resource_hook"),
        mock.patch("pulumi.runtime.is_dry_run", return_value=preview),
        mock.patch("pulumi.log.info", side_effect=lambda message, **_: said.info.append(message)),
        mock.patch("pulumi.log.warn", side_effect=lambda message, **_: said.warn.append(message)),
    ):
        yield said


def run_hook(  # noqa: PLR0913  a hook is given these things
    make: Callable[[], pulumi.ResourceHook],
    *,
    identity: str = LISTENER,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    outputs: Mapping[str, Any] | None = None,
    preview: bool = False,
) -> Said:
    """Run the hook that MAKE makes, for a resource with OUTPUTS whose inputs go from OLD to NEW; what it said."""
    with engine(preview=preview) as said:
        args = pulumi.ResourceHookArgs(
            "urn", identity, "name", "type", new_inputs=new, old_inputs=old, old_outputs=outputs
        )
        asyncio.run(_awaited(make()(args)))
    return said


async def _awaited(result: Any) -> None:
    if result is not None:
        await result


def resolved(value: Any) -> Callable[[], Any]:
    """What a hook resolves its facts with."""

    async def resolve() -> Any:
        return value

    return resolve


class FastClock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        """At zero."""
        self.time = 0.0

    def now(self) -> float:
        """Seconds slept."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Spend SECONDS."""
        self.time += seconds


def pass_gate(  # noqa: PLR0913  as above
    facts: Switching | None = None,
    *,
    old: Mapping[Color, int] | None = BLUE,
    new: Mapping[Color, int] | None = None,
    held: Mapping[Color, int] | None = None,
    preview: bool = False,
    run: Switched | None = None,
) -> Said:
    """Go through the gate from OLD (None: the listener is made) to NEW weights, as a rule to those declared.

    HELD is what the state's outputs have.

    Waiting costs nothing: what counts is what was looked at.
    """
    facts = facts or switching()
    with mock.patch("components.switch.settle.Clock", FastClock):
        return run_hook(
            lambda: gate_hook("router-gate", resolved(facts), run or Switched()),
            identity=LISTENER if old else "",
            old=listener_inputs(old) if old else None,
            new=listener_inputs(new or facts.declared),
            outputs=listener_inputs(held) if held else None,
            preview=preview,
        )
