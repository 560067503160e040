"""The router's settings."""

from dataclasses import dataclass

from components.color import Color
from components.naming import sibling
from components.settings import fields
from components.settings.reader import Reader
from components.settings.switching import (
    Gate,
    Overrides,
    Preview,
    Verify,
    read_gate,
    read_overrides,
    read_preview,
    read_verify,
)
from components.settings.watch import WatchLimits, read_watch_limits


@dataclass(frozen=True)
class HealthCheck:
    """What the load balancer asks each target; interval and timeout in seconds."""

    path: str
    interval: int
    timeout: int
    healthy_threshold: int
    unhealthy_threshold: int


@dataclass(frozen=True)
class RouterSettings:
    """A stack that owns the network, the load balancer and the weights; times are in seconds.

    `environments` names each color's stack. `stickiness` and `target_stickiness` are 0 where off.
    """

    service: str
    active_color: Color
    canary: tuple[Color, int] | None
    environments: dict[Color, str]
    vpc_cidr: str
    nat: str
    http_port: int
    app_port: int
    deregistration_delay: int
    health_check: HealthCheck
    stickiness: int
    target_stickiness: int
    client_keep_alive: int | None
    min_targets: int
    capacity_ratio: float
    soak: int
    gate: Gate
    verify: Verify
    preview: Preview
    overrides: Overrides
    watch: WatchLimits
    bad_release: str | None
    notify: str | None


def read_router(reader: Reader) -> RouterSettings:
    """Take the router's settings; problems stay with READER."""
    stickiness, target_stickiness = _stickiness(reader)
    return RouterSettings(
        service=reader.take(fields.SERVICE),
        active_color=reader.take(fields.ACTIVE_COLOR),
        canary=reader.take(fields.CANARY),
        environments=_environments(reader),
        vpc_cidr=reader.take(fields.VPC_CIDR),
        nat=reader.take(fields.NAT),
        http_port=reader.take(fields.HTTP_PORT),
        app_port=reader.take(fields.APP_PORT),
        deregistration_delay=reader.take(fields.DEREGISTRATION_DELAY),
        health_check=_health_check(reader),
        stickiness=stickiness,
        target_stickiness=target_stickiness,
        client_keep_alive=reader.take(fields.CLIENT_KEEP_ALIVE),
        min_targets=reader.take(fields.MIN_TARGETS),
        capacity_ratio=reader.take(fields.CAPACITY_RATIO),
        soak=reader.take(fields.SOAK),
        gate=read_gate(reader),
        verify=read_verify(reader),
        preview=read_preview(reader),
        overrides=read_overrides(reader),
        watch=read_watch_limits(reader),
        bad_release=reader.take(fields.BAD_RELEASE),
        notify=reader.take(fields.NOTIFY),
    )


def _environments(reader: Reader) -> dict[Color, str]:
    if not reader.has(fields.ENVIRONMENTS):
        named = {color: sibling(reader.stack, "router", color.value) for color in Color}
        found = {color: name for color, name in named.items() if name}
        if not found:
            why = f"this stack's name has no word router to replace: {fields.ENVIRONMENTS.allowed}"
            reader.note(fields.ENVIRONMENTS.key, None, why, fields.ENVIRONMENTS.command)
        return found
    found = reader.take(fields.ENVIRONMENTS)
    stacks = {reader.stack, *found.values()}
    if len(stacks) != len(Color) + 1 and not reader.refused(fields.ENVIRONMENTS):
        reader.refuse(fields.ENVIRONMENTS, reader.texts[fields.ENVIRONMENTS.key])
    return found


def _health_check(reader: Reader) -> HealthCheck:
    check = HealthCheck(
        path=reader.take(fields.HEALTH_CHECK_PATH),
        interval=reader.take(fields.HEALTH_CHECK_INTERVAL),
        timeout=reader.take(fields.HEALTH_CHECK_TIMEOUT),
        healthy_threshold=reader.take(fields.HEALTHY_THRESHOLD),
        unhealthy_threshold=reader.take(fields.UNHEALTHY_THRESHOLD),
    )
    refused = reader.refused(fields.HEALTH_CHECK_INTERVAL) or reader.refused(fields.HEALTH_CHECK_TIMEOUT)
    if check.timeout >= check.interval and not refused:
        reader.refuse(fields.HEALTH_CHECK_TIMEOUT, str(check.timeout))
    return check


def _stickiness(reader: Reader) -> tuple[int, int]:
    """Seconds that a client stays on a color, and on one target of it."""
    color, target = reader.take(fields.STICKINESS), reader.take(fields.TARGET_STICKINESS)
    refused = reader.refused(fields.STICKINESS) or reader.refused(fields.TARGET_STICKINESS)
    if target and not color and not refused:
        text, allowed = (
            reader.texts[fields.TARGET_STICKINESS.key],
            "it needs stickiness: AWS refuses one without the other",
        )
        reader.note(fields.TARGET_STICKINESS.key, text, allowed, fields.STICKINESS.command)
    return color, target
