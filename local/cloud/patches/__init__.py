"""Where moto differs from AWS for what this program does, one difference a file.

Each file says what differs, and where AWS's behaviour is documented, or "assumed". All were seen in moto 5.2.5.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.cloud.patches import (
    attribute_defaults,
    attribute_limits,
    bucket_policy,
    forward_actions,
    group_attachment,
    group_launch,
    group_limits,
    group_stickiness,
    health_check_limits,
    instance_launch,
    instance_termination,
    launch_template_data,
    listener_ports,
    load_balancer,
    managed_policies,
    metric_data,
    rule_limits,
    scale_in_order,
    security_group_rules,
    target_group_users,
    target_health,
    target_registration,
)
from local.cloud.patching import Patching

if TYPE_CHECKING:
    from local.cloud.cloud import Cloud

PATCHES = (
    attribute_defaults,
    attribute_limits,
    bucket_policy,
    forward_actions,
    group_attachment,
    group_launch,
    group_limits,
    group_stickiness,
    health_check_limits,
    instance_launch,
    instance_termination,
    launch_template_data,
    listener_ports,
    load_balancer,
    managed_policies,
    metric_data,
    rule_limits,
    scale_in_order,
    security_group_rules,
    target_group_users,
    target_health,
    target_registration,
)


def install(cloud: Cloud) -> Patching:
    """Patch moto to serve CLOUD, until `undo` of what is returned; raises MotoVersionError."""
    patching = Patching()
    for patch in PATCHES:
        patch.apply(patching, cloud)
    return patching
