"""The router's stack: settings -> network and router -> outputs."""

from typing import Any

import pulumi

from components.network import Network
from components.records.records import RecordNames
from components.router import OUTPUTS, Router
from components.router_args import GateArgs, OverridesArgs, RouterArgs
from components.settings import RouterSettings
from components.stack_outputs import read_stack_outputs
from components.tags import tags


def deploy_router(settings: RouterSettings, stack: str) -> dict[str, pulumi.Output[Any]]:
    """Declare the router of STACK and return its outputs; raises pulumi.RunError when AWS can't be asked."""
    labels = tags(settings.service, stack)
    network = Network(
        "network",
        {
            "cidr": settings.vpc_cidr,
            "nat": settings.nat,
            "tags": labels,
            # Where it stands is where it stays: asking again would cost each switch a call.
            "zones": read_stack_outputs(stack).get("availability_zones") or [],
        },
        # A destroy that is refused at the load balancer must not have taken the routes before.
        pulumi.ResourceOptions(protect=True),
    )
    router = Router("router", _args(settings, stack, network, labels))
    return {name: getattr(router, name) for name in OUTPUTS} | {
        "availability_zones": pulumi.Output.from_input(network.zones),
        "vpc_id": network.vpc_id,
        "public_subnet_ids": network.public_subnet_ids,
        "private_subnet_ids": network.private_subnet_ids,
    }


def _args(settings: RouterSettings, stack: str, network: Network, labels: dict[str, str]) -> RouterArgs:
    check, verify = settings.health_check, settings.verify
    names = RecordNames.of(settings.service, stack, settings.environments)
    args: RouterArgs = {
        "service": settings.service,
        "active_color": settings.active_color,
        "release_parameters": {color.value: name for color, name in names.releases.items()},
        "intent_parameters": {color.value: name for color, name in names.intents.items()},
        "vpc_id": network.vpc_id,
        "vpc_cidr": settings.vpc_cidr,
        "subnet_ids": network.public_subnet_ids,
        "app_port": settings.app_port,
        "http_port": settings.http_port,
        "deregistration_delay": settings.deregistration_delay,
        "stickiness": settings.stickiness,
        "target_stickiness": settings.target_stickiness,
        "health_check": {
            "path": check.path,
            "interval": check.interval,
            "timeout": check.timeout,
            "healthy_threshold": check.healthy_threshold,
            "unhealthy_threshold": check.unhealthy_threshold,
            "matcher": "200",
        },
        "gate": _gate(settings),
        "verify": {
            "mode": verify.mode,
            "path": verify.path,
            "header": verify.header,
            "release_header": verify.release_header,
            "timeout": verify.timeout,
        },
        "preview_route": {"header": settings.preview.header, "sources": list(settings.preview.sources)},
        "overrides": _overrides(settings),
        "tags": labels,
    }
    if settings.client_keep_alive is not None:
        args["client_keep_alive"] = settings.client_keep_alive
    if settings.bad_release:
        args["bad_release"] = settings.bad_release
    if settings.notify:
        args["notify"] = settings.notify
    if settings.canary:
        color, percent = settings.canary
        args["canary"] = {"color": color, "percent": percent}
    return args


def _gate(settings: RouterSettings) -> GateArgs:
    gate: GateArgs = {
        "min_targets": settings.min_targets,
        "capacity_ratio": settings.capacity_ratio,
        "timeout": settings.gate.timeout,
        "smoke_paths": list(settings.gate.smoke_paths),
        "command_timeout": settings.gate.command_timeout,
    }
    if settings.gate.command:
        gate["command"] = settings.gate.command
    return gate


def _overrides(settings: RouterSettings) -> OverridesArgs:
    given = settings.overrides
    overrides: OverridesArgs = {}
    if given.allow_unready:
        overrides["allow_unready"] = given.allow_unready
    if given.skip_smoke:
        overrides["skip_smoke"] = given.skip_smoke
    if given.allow_repair:
        overrides["allow_repair"] = given.allow_repair
    return overrides
