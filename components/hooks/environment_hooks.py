"""From an environment's arguments to its hooks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pulumi

from components import naming
from components.color import Color
from components.environment_args import DRAIN_SECONDS, RELEASE_TIMEOUT, EnvironmentArgs
from components.guard.deployment import Deployment, Resolve
from components.guard.protection import Protection, Wanted
from components.hooks.checkpoint import checkpoint_hook, released_hook
from components.hooks.claim import claim_hook
from components.hooks.guard import change_guard_hook, fleet_guard_hook
from components.hooks.teardown import teardown_hooks
from components.notify.notify import Notify
from components.records.records import RecordNames
from components.records.switch_log import SwitchLog
from components.settings import fields
from components.switch.ready_for_traffic import Need


@dataclass(frozen=True)
class EnvironmentHooks:
    """The hooks of one environment. Their names stand in the state: they are frozen."""

    change: pulumi.ResourceHook
    """Before the launch template or the group is updated."""
    fleet: pulumi.ResourceHook
    """Before a group is made."""
    claim: pulumi.ResourceHook
    """Before what can exist only once is made: log group, rules of the security group, release record."""
    checkpoint: pulumi.ResourceHook
    """Before the release record is written."""
    released: pulumi.ResourceHook
    """After the release record is written, or the group updated."""
    teardown: pulumi.ResourceHook
    """Before the release record is deleted."""
    torn_down: pulumi.ResourceHook
    """After the release record is deleted."""


def environment_hooks(name: str, args: EnvironmentArgs) -> EnvironmentHooks:
    """The hooks of the environment NAME with ARGS."""
    deployment = _deployment(args, Color(args.get("color", name)))
    teardown, torn_down = teardown_hooks(f"{name}-teardown", f"{name}-torn-down", deployment)
    return EnvironmentHooks(
        change=change_guard_hook(f"{name}-guard-change", deployment),
        fleet=fleet_guard_hook(f"{name}-guard-fleet", deployment),
        claim=claim_hook(f"{name}-claim"),
        checkpoint=checkpoint_hook(f"{name}-checkpoint", deployment),
        released=released_hook(f"{name}-released", deployment),
        teardown=teardown,
        torn_down=torn_down,
    )


def _deployment(args: EnvironmentArgs, color: Color) -> Resolve:
    stack = pulumi.get_stack()
    known = pulumi.Output.all(
        service=args["service"],
        release=args["release"],
        version=args["version"],
        target_group=args["target_group_arn"],
        minimum=args["minimum"],
        maximum=args["maximum"],
        desired=args.get("desired"),
        parked=args.get("parked") or False,
        release_timeout=args.get("release_timeout", RELEASE_TIMEOUT),
        router=args.get("router", stack),
        active=args.get("active_parameter"),
        min_targets=args.get("min_targets", fields.MIN_TARGETS.default),
        capacity_ratio=args.get("capacity_ratio", fields.CAPACITY_RATIO.default),
        soak=args.get("soak", fields.SOAK.default),
        allow_live_change=args.get("allow_live_change"),
        switch_log=args.get("switch_log"),
        notify=args.get("notify"),
    )

    async def resolve() -> Deployment | None:
        facts: Any = await known.future()
        if not facts:
            return None
        return _resolved(color, stack, args.get("drain_seconds", DRAIN_SECONDS), facts)

    return resolve


def _resolved(color: Color, stack: str, drain: int, facts: Mapping[str, Any]) -> Deployment:
    desired = facts["desired"]
    names = environment_names(facts["service"], color, stack, facts["router"])
    return Deployment(
        protection=Protection(
            color=color,
            stack=stack,
            router=facts["router"],
            names=replace(names, active=facts["active"] or names.active),
            need=Need(int(facts["min_targets"]), float(facts["capacity_ratio"])),
            soak=int(facts["soak"]),
            drain=drain,
            allowed=facts["allow_live_change"],
        ),
        wanted=Wanted(
            facts["release"],
            facts["version"],
            int(facts["minimum"]),
            int(facts["maximum"]),
            None if desired is None else int(desired),
            bool(facts["parked"]),
        ),
        target_group=facts["target_group"],
        patience=float(facts["release_timeout"]),
        log=SwitchLog(facts["switch_log"], Notify(facts["notify"], facts["service"], stack)),
    )


def environment_names(service: str, color: Color, stack: str, router: str) -> RecordNames:
    """The records that COLOR's stack STACK looks at: its own, and that of ROUTER (a stack, or organization/…/stack)."""
    return RecordNames(
        naming.active_parameter(service, router.rpartition("/")[2]),
        {color: naming.release_parameter(service, stack)},
        {color: naming.intent_parameter(service, stack)},
    )
