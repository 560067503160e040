"""The settings of one color."""

from dataclasses import dataclass

from components.color import Color
from components.naming import sibling
from components.settings import fields
from components.settings.capacity import Capacity
from components.settings.reader import Reader


@dataclass(frozen=True)
class EnvironmentSettings:
    """A stack that owns one color's fleet. `router` names its stack; times are in seconds, retention in days."""

    service: str
    color: Color
    release: str
    router: str
    parked: bool
    app_port: int
    instance_type: str
    image: str
    capacity: Capacity
    app_env: dict[str, str]
    app_secrets: dict[str, str]
    user_data: str
    release_timeout: int
    log_retention: int
    soak: int
    min_targets: int
    capacity_ratio: float
    allow_live_change: str | None
    notify: str | None


def read_environment(reader: Reader) -> EnvironmentSettings:
    """Take one color's settings; problems stay with READER."""
    color = reader.take(fields.COLOR)
    router = reader.take(fields.ROUTER_STACK) or sibling(reader.stack, reader.texts.get("color", ""), "router")
    if router is None and not reader.refused(fields.COLOR):
        reader.refuse(fields.ROUTER_STACK, None)
    return EnvironmentSettings(
        service=reader.take(fields.SERVICE),
        color=color,
        release=reader.take(fields.RELEASE),
        router=router or "",
        parked=reader.take(fields.PARKED),
        app_port=reader.take(fields.APP_PORT),
        instance_type=reader.take(fields.INSTANCE_TYPE),
        image=reader.take(fields.IMAGE),
        capacity=reader.take(fields.CAPACITY),
        app_env=reader.take(fields.APP_ENV),
        app_secrets=reader.take(fields.APP_SECRETS),
        user_data=reader.take(fields.USER_DATA),
        release_timeout=reader.take(fields.RELEASE_TIMEOUT),
        log_retention=reader.take(fields.LOG_RETENTION),
        soak=reader.take(fields.SOAK),
        min_targets=reader.take(fields.MIN_TARGETS),
        capacity_ratio=reader.take(fields.CAPACITY_RATIO),
        allow_live_change=reader.take(fields.ALLOW_LIVE_CHANGE),
        notify=reader.take(fields.NOTIFY),
    )
