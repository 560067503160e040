"""A security group rule that refers to a group keeps its description.

moto looks for it beside an address range only, so a rule without one loses it. AWS: API reference, SecurityGroupRule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.ec2.models.security_groups import SecurityGroupRule

if TYPE_CHECKING:
    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Mend the description; one that was changed later stands with the address range, whatever the rule refers to."""
    patching.put(SecurityGroupRule, "description", property(_description))


def _description(rule: SecurityGroupRule) -> str | None:
    return rule.ip_range.get("Description") or rule.source_group.get("Description")
