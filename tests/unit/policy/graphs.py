"""The whole program's three graphs as the rules see them, and ways to break one on purpose."""

from __future__ import annotations

import copy
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest import mock

from components.color import Color
from components.environment_stack import deploy_environment
from components.guard.protection import Protection
from components.guard.standing import Standing
from components.router_stack import deploy_router
from components.settings import RouterSettings, load
from policy.rules import RULES
from policy.rules.resource import Resource
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.harness import Graph, deploy, inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHARED = {"bluegreen:service": "shop", "bluegreen:image": "ami-0123456789abcdef0"}

OWN = {
    "router": {"bluegreen:active_color": "blue"},
    "blue": {"bluegreen:color": "blue", "bluegreen:release": "1.0.0"},
    "green": {"bluegreen:color": "green", "bluegreen:release": "1.1.0"},
}

ROUTER = {
    "vpc_id": "vpc-1",
    "private_subnet_ids": ["subnet-1", "subnet-2"],
    "target_group_arns": {color.value: arn for color, arn in TARGET_GROUPS.items()},
    "load_balancer_security_group_id": "sg-1",
    "switch_log": "/bluegreen/shop/router/switches",
    "drain_seconds": 30,
}

STACKS = tuple(OWN)


@cache
def stack(role: str) -> tuple[Resource, ...]:
    """Everything that `__main__.py` declares in the stack ROLE."""
    settings = load(role, SHARED | OWN[role])

    def program() -> None:
        if isinstance(settings, RouterSettings):
            deploy_router(settings, role)
        else:
            deploy_environment(settings, role)

    with ExitStack() as patches:
        for module in ("router_outputs", "router_stack", "guard.standing"):
            outputs = ROUTER if module == "router_outputs" else {}
            patches.enter_context(mock.patch(f"components.{module}.read_stack_outputs", return_value=outputs))
        standing = Standing(Protection(color=Color.BLUE, stack=role, router="router", names=NAMES))
        patches.enter_context(mock.patch("components.environment_stack.look_at_standing", return_value=standing))
        patches.enter_context(mock.patch("components.environment_stack.strays.look_out"))
        patches.enter_context(mock.patch("components.environment_stack.bury"))
        return tuple(resources(deploy(program, role)))


def resources(graph: Graph) -> list[Resource]:
    """GRAPH as the engine would show it to a policy pack."""
    return [
        Resource(
            type=request.type,
            name=request.name,
            urn=graph.urns[(request.type, request.name)],
            properties=inputs(request),
            protect=request.protect,
            ignored=tuple(request.ignoreChanges),
            dependencies={key: list(needed.urns) for key, needed in request.propertyDependencies.items()},
        )
        for request in graph.requests.values()
    ]


def problems(found: Sequence[Resource]) -> dict[str, list[str]]:
    """What the rules find in a stack: by the rule's name, the logical names of the resources."""
    told = {rule.name: [resource.name for resource in found if rule.problems(resource, found)] for rule in RULES}
    return {rule: names for rule, names in told.items() if names}


def broken(
    role: str, token: str, name: str, change: Callable[[dict[str, Any]], object] | None = None, **options: Any
) -> list[Resource]:
    """The stack ROLE with one resource broken: CHANGE alters a copy of its properties, OPTIONS replace its options."""
    found = list(stack(role))
    (index,) = [index for index, one in enumerate(found) if (one.type, one.name) == (token, name)]
    properties = copy.deepcopy(dict(found[index].properties))
    if change:
        change(properties)
    found[index] = replace(found[index], properties=properties, **options)
    return found
