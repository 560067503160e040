"""The router's stack: settings -> network and router -> outputs."""

from typing import Any

import pulumi

from components import cloud, naming
from components.active_record import follow, read_switch_records
from components.color import Color
from components.network import Network
from components.router import OUTPUTS, Router, RouterArgs
from components.settings import RouterSettings
from components.tags import tags


def deploy_router(settings: RouterSettings, stack: str) -> dict[str, pulumi.Output[Any]]:
    """Declare the router of STACK and return its outputs; raises pulumi.RunError when AWS can't be asked."""
    labels = tags(settings.service, stack)
    network = Network(
        "network",
        {"cidr": settings.vpc_cidr, "nat": settings.nat, "tags": labels},
        # A destroy that is refused at the load balancer must not have taken the routes before.
        pulumi.ResourceOptions(protect=True),
    )
    check = settings.health_check
    args: RouterArgs = {
        "service": settings.service,
        "active_color": settings.active_color,
        "active_record": active_record(settings, stack),
        "vpc_id": network.vpc_id,
        "vpc_cidr": settings.vpc_cidr,
        "subnet_ids": network.public_subnet_ids,
        "app_port": settings.app_port,
        "http_port": settings.http_port,
        "deregistration_delay": settings.deregistration_delay,
        "health_check": {
            "path": check.path,
            "interval": check.interval,
            "timeout": check.timeout,
            "healthy_threshold": check.healthy_threshold,
            "unhealthy_threshold": check.unhealthy_threshold,
            "matcher": "200",
        },
        "tags": labels,
    }
    if settings.canary:
        color, percent = settings.canary
        args["canary"] = {"color": color, "percent": percent}
    router = Router("router", args)
    return {name: getattr(router, name) for name in OUTPUTS} | {
        "vpc_id": network.vpc_id,
        "public_subnet_ids": network.public_subnet_ids,
        "private_subnet_ids": network.private_subnet_ids,
    }


def active_record(settings: RouterSettings, stack: str) -> str:
    """Value of the active-color parameter: as it is, unless the active color changes."""
    parameters = {
        color: naming.release_parameter(settings.service, sibling)
        for color in Color
        if (sibling := naming.sibling(stack, "router", color.value))
    }
    name = naming.active_parameter(settings.service, stack)
    try:
        current, releases = read_switch_records(name, parameters)
    except cloud.UNREACHABLE as error:
        raise pulumi.RunError(
            f"the records of the last switch can't be read: {error}."
            " Check credentials and aws:region; reading them takes ssm:GetParameters"
        ) from error
    except ValueError as error:
        raise pulumi.RunError(
            f"a record of the last switch was changed by hand: {error}."
            f" Put it back from its history: aws ssm get-parameter-history --name {name}"
        ) from error
    return follow(current, settings.active_color, releases).to_json()
