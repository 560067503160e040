"""What an instance is launched from: a launch template, a launch configuration, or its own declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .resource import Resource

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
INSTANCES = frozenset({"aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"})


def is_machine(resource: Resource) -> bool:
    """Tell whether instances are launched from RESOURCE."""
    return resource.type in {TEMPLATE, CONFIGURATION, *INSTANCES}
