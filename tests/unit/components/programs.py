"""The smallest programs that use the components, for tests that look at the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.color import Color
from components.environment import Environment, EnvironmentArgs
from components.network import Network
from components.router import Router, RouterArgs

if TYPE_CHECKING:
    from collections.abc import Callable

LABELS = {"team": "shop"}


def environment_args() -> EnvironmentArgs:
    """Arguments of an environment with nothing colored in them."""
    return {
        "service": "shop",
        "release": "1.0.0",
        "version": "v1",
        "image": "ami-0123456789abcdef0",
        "instance_type": "t3.micro",
        "user_data": "#!/bin/bash\necho {{ log_group }}\n",
        "app_port": 8080,
        "vpc_id": "vpc-1",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "target_group_arn": "arn:target-group",
        "load_balancer_security_group_id": "sg-1",
        "minimum": 2,
        "maximum": 4,
        "digests": {"image": "abc"},
        "tags": dict(LABELS),
    }


def environment(color: str, **changes: object) -> Callable[[], object]:
    """A program with one environment."""
    args: EnvironmentArgs = {**environment_args(), **changes}  # pyright: ignore[reportAssignmentType]
    return lambda: Environment(color, args)


def router_args() -> RouterArgs:
    """Arguments of a router."""
    return {
        "service": "shop",
        "active_color": Color.BLUE,
        "vpc_id": "vpc-1",
        "vpc_cidr": "10.0.0.0/16",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "app_port": 8080,
        "tags": dict(LABELS),
    }


def router(**changes: object) -> Callable[[], object]:
    """A program with one router."""
    args: RouterArgs = {**router_args(), **changes}  # pyright: ignore[reportAssignmentType]
    return lambda: Router("router", args)


def network(nat: str) -> Callable[[], object]:
    """A program with one network."""
    return lambda: Network("network", {"cidr": "10.0.0.0/16", "nat": nat, "tags": dict(LABELS)})
