"""The names of the program's hooks, by the resource and the moment that they are bound to.

They are frozen like a database schema. The engine writes them into the state with each resource, and asks the program
for a delete hook by the name that it finds there: with a name that the program no longer registers, every `up` and
every `destroy` of a deployed stack ends with "hook was not registered". So a name here is never changed and never
dropped; a new hook gets a new line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.components.harness import deploy
from tests.unit.components.programs import environment, network, router

if TYPE_CHECKING:
    from tests.unit.components.harness import Graph

ROUTER = {
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule router-from-clients": {
        "before_create": ["router-claim"],
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule router-to-instances": {
        "before_create": ["router-claim"],
    },
    "aws:lb/listenerRule:ListenerRule router-preview-blue": {
        "before_create": ["router-claim"],
    },
    "aws:lb/listenerRule:ListenerRule router-preview-green": {
        "before_create": ["router-claim"],
    },
    "aws:cloudwatch/logGroup:LogGroup router-switches": {
        "before_create": ["router-claim"],
    },
    "aws:cloudwatch/logStream:LogStream router-switches": {
        "before_create": ["router-claim"],
    },
    "aws:lb/listener:Listener router": {
        "before_create": ["router-claim", "router-gate"],
        "before_update": ["router-gate"],
        "after_create": ["router-verify"],
        "after_update": ["router-verify"],
    },
    "aws:ssm/parameter:Parameter router-active": {
        "before_create": ["router-claim"],
        "before_update": ["router-confirm"],
    },
}

NETWORK = {
    f"aws:ec2/subnet:Subnet network-{kind}-{index}": {"before_create": ["network-network-claim"]}
    for kind in ("public", "private")
    for index in (0, 1)
} | {
    f"aws:ec2/route:Route network-{table}": {"before_create": ["network-network-claim"]}
    for table in ("public", "private-0", "private-1")
}

ENVIRONMENT = {
    "aws:cloudwatch/logGroup:LogGroup COLOR-logs": {
        "before_create": ["COLOR-claim"],
    },
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule COLOR-from-load-balancer": {
        "before_create": ["COLOR-claim"],
    },
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule COLOR-to-anywhere": {
        "before_create": ["COLOR-claim"],
    },
    "aws:ec2/launchTemplate:LaunchTemplate COLOR-fleet-template": {
        "before_update": ["COLOR-guard-change"],
    },
    "aws:autoscaling/group:Group COLOR-fleet": {
        "before_create": ["COLOR-guard-fleet"],
        "before_update": ["COLOR-guard-change"],
        "after_update": ["COLOR-released"],
    },
    "aws:ssm/parameter:Parameter COLOR-release": {
        "before_create": ["COLOR-claim", "COLOR-checkpoint"],
        "before_update": ["COLOR-checkpoint"],
        "after_create": ["COLOR-released"],
        "after_update": ["COLOR-released"],
        "before_delete": ["COLOR-teardown"],
        "after_delete": ["COLOR-torn-down"],
    },
}

Bound = dict[str, dict[str, list[str]]]


def _bound(graph: Graph) -> Bound:
    hooks = {f"{token} {name}": graph.hooks(token, name) for token, name in graph.requests}
    return {resource: moments for resource, moments in hooks.items() if moments}


def _colored(bound: Bound, color: str) -> Bound:
    return {
        resource.replace("COLOR", color): {
            moment: [name.replace("COLOR", color) for name in names] for moment, names in moments.items()
        }
        for resource, moments in bound.items()
    }


def test_the_routers_hooks_are_those_of_every_deployed_state() -> None:
    """Each name stands where the list says, and there is no other."""
    assert _bound(deploy(router(), "router")) == ROUTER


def test_the_networks_hooks_are_those_of_every_deployed_state() -> None:
    """Each name stands where the list says, and there is no other."""
    assert _bound(deploy(network("per_zone"), "router")) == NETWORK


@pytest.mark.parametrize("color", ["blue", "green"])
def test_a_colors_hooks_are_those_of_every_deployed_state(color: str) -> None:
    """Each name stands where the list says, and there is no other."""
    assert _bound(deploy(environment(color), color)) == _colored(ENVIRONMENT, color)
