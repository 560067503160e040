"""From a router's arguments to what its hooks work with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pulumi
from pulumi.output import UNKNOWN

from components import cloud, naming
from components.color import Color
from components.notify.notify import Notify
from components.records.active_record import follow
from components.records.records import DamagedRecordError, RecordNames, read_records
from components.records.switch_log import SwitchLog
from components.router_args import RouterArgs
from components.settings import fields
from components.settings.field import Field
from components.settings.switching import Gate, Overrides, Preview, Verify
from components.switch.ready_for_traffic import Need
from components.switch.switching import Switched, Switching


def switching_of(
    args: RouterArgs,
    declared: Mapping[Color, int],
    target_groups: Mapping[Color, pulumi.Output[str]],
    url: pulumi.Output[str],
    log_group: pulumi.Output[str],
) -> Callable[[], Awaitable[Switching | None]]:
    """What resolves to the router of ARGS as a switch sees it; to None while a preview does not know its parts."""
    stack = pulumi.get_stack()
    known = pulumi.Output.all(
        service=args["service"],
        releases=args.get("release_parameters"),
        intents=args.get("intent_parameters"),
        target_groups=pulumi.Output.all(**{color.value: arn for color, arn in target_groups.items()}),
        url=url,
        log_group=log_group if not pulumi.runtime.is_dry_run() else None,
        gate=args.get("gate") or {},
        verify=args.get("verify") or {},
        preview=args.get("preview_route") or {},
        overrides=args.get("overrides") or {},
        check=args.get("health_check") or {},
        notify=args.get("notify"),
    )

    async def resolve() -> Switching | None:
        facts: Any = await known.future()
        if not facts or any(arn is None for arn in facts["target_groups"].values()):
            return None
        return _switching(stack, facts, declared, args.get("stickiness", 0))

    return resolve


def _switching(stack: str, facts: Any, declared: Mapping[Color, int], stickiness: int) -> Switching:  # noqa: ANN401
    gate, verify = facts["gate"], facts["verify"]
    return Switching(
        router=stack,
        target_groups={color: facts["target_groups"][color.value] for color in Color},
        declared=declared,
        url=facts["url"] or "",
        names=record_names(stack, facts["service"], facts["releases"], facts["intents"]),
        log=SwitchLog(facts["log_group"], Notify(facts["notify"], facts["service"], stack)),
        need=Need(
            int(_take(gate, "min_targets", fields.MIN_TARGETS)),
            float(_take(gate, "capacity_ratio", fields.CAPACITY_RATIO)),
        ),
        gate=Gate(
            timeout=int(_take(gate, "timeout", fields.GATE_TIMEOUT)),
            smoke_paths=tuple(_take(gate, "smoke_paths", fields.SMOKE_PATHS)),
            command=gate.get("command"),
            command_timeout=int(_take(gate, "command_timeout", fields.GATE_COMMAND_TIMEOUT)),
        ),
        verify=Verify(
            mode=_take(verify, "mode", fields.VERIFY),
            path=_take(verify, "path", fields.VERIFY_PATH),
            header=_take(verify, "header", fields.VERIFY_HEADER),
            release_header=_take(verify, "release_header", fields.RELEASE_HEADER),
            timeout=int(_take(verify, "timeout", fields.VERIFY_TIMEOUT)),
        ),
        preview=Preview(
            _take(facts["preview"], "header", fields.PREVIEW_HEADER),
            tuple(_take(facts["preview"], "sources", fields.PREVIEW_SOURCES)),
        ),
        overrides=Overrides(
            facts["overrides"].get("allow_unready"),
            facts["overrides"].get("skip_smoke"),
            facts["overrides"].get("allow_repair"),
        ),
        check_interval=float(_take(facts["check"], "interval", fields.HEALTH_CHECK_INTERVAL)),
        stickiness=stickiness,
    )


def _take(given: Mapping[str, Any], key: str, setting: Field[Any]) -> Any:  # noqa: ANN401  any setting's value
    value = given.get(key)
    return setting.default if value is None else value


def record_names(
    stack: str, service: str, releases: Mapping[str, str] | None, intents: Mapping[str, str] | None
) -> RecordNames:
    """The records of the router STACK and its colors: as given by color, else those of the stacks beside it."""
    beside = {color: name for color in Color if (name := naming.sibling(stack, "router", color.value))}
    names = RecordNames.of(service, stack, beside)
    return RecordNames(names.active, _by_color(releases) or names.releases, _by_color(intents) or names.intents)


def _by_color(names: Mapping[str, str] | None) -> dict[Color, str]:
    return {Color(color): name for color, name in (names or {}).items()}


def active_record(
    args: RouterArgs, switching: Callable[[], Awaitable[Switching | None]], run: Switched, listener: pulumi.Output[str]
) -> pulumi.Output[str]:
    """The active-color parameter's value, once LISTENER is done: as it is, unless the active color changes.

    What the gate read at its last look counts. Raises pulumi.RunError when the records can't be read; a preview is
    warned, and goes on with a value that is not known.
    """

    async def value(_arn: str) -> Any:  # noqa: ANN401  unknown in a preview that does not know the target groups
        known = await switching()
        if known is None:
            return pulumi.Output.from_input(UNKNOWN)
        records = run.records
        try:
            records = records or await asyncio.to_thread(read_records, known.names, strict=False)
        except (*cloud.UNREACHABLE, DamagedRecordError) as error:
            if pulumi.runtime.is_dry_run():
                pulumi.log.warn(f"what the active-color parameter would become is not known: {_unread(error)}")
                return pulumi.Output.from_input(UNKNOWN)
            raise pulumi.RunError(_unread(error)) from None
        return follow(records.active, args["active_color"], records.release_names, args.get("bad_release")).to_json()

    return listener.apply(value)


def _unread(error: Exception) -> str:
    if isinstance(error, DamagedRecordError):
        return str(error)
    return f"the records of the last switch can't be read: {cloud.explain(error)}. Check credentials and aws:region"
