"""The router's settings."""

from dataclasses import dataclass

from components.color import Color
from components.settings import fields
from components.settings.reader import Reader


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
    """A stack that owns the network, the load balancer and the weights. Delays are in seconds."""

    service: str
    active_color: Color
    canary: tuple[Color, int] | None
    vpc_cidr: str
    nat: str
    http_port: int
    app_port: int
    deregistration_delay: int
    health_check: HealthCheck


def read_router(reader: Reader) -> RouterSettings:
    """Take the router's settings; problems stay with READER."""
    settings = RouterSettings(
        service=reader.take(fields.SERVICE),
        active_color=reader.take(fields.ACTIVE_COLOR),
        canary=reader.take(fields.CANARY),
        vpc_cidr=reader.take(fields.VPC_CIDR),
        nat=reader.take(fields.NAT),
        http_port=reader.take(fields.HTTP_PORT),
        app_port=reader.take(fields.APP_PORT),
        deregistration_delay=reader.take(fields.DEREGISTRATION_DELAY),
        health_check=HealthCheck(
            path=reader.take(fields.HEALTH_CHECK_PATH),
            interval=reader.take(fields.HEALTH_CHECK_INTERVAL),
            timeout=reader.take(fields.HEALTH_CHECK_TIMEOUT),
            healthy_threshold=reader.take(fields.HEALTHY_THRESHOLD),
            unhealthy_threshold=reader.take(fields.UNHEALTHY_THRESHOLD),
        ),
    )
    check = settings.health_check
    refused = reader.refused(fields.HEALTH_CHECK_INTERVAL) or reader.refused(fields.HEALTH_CHECK_TIMEOUT)
    if check.timeout >= check.interval and not refused:
        reader.refuse(fields.HEALTH_CHECK_TIMEOUT, str(check.timeout))
    return settings
