"""Every property that the program sets is changed once, to see whether the provider updates or replaces."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import yaml

from tests.contract.events import steps

if TYPE_CHECKING:
    from local.workspace import Workspace

Change = tuple[str, Any]

ROUTER: dict[tuple[str, str], list[Change]] = {
    ("Vpc", "network"): [
        ("enable_dns_hostnames", False),
        ("tags", {"a": "b"}),
        ("enable_dns_support", False),
        ("cidr_block", "10.9.0.0/16"),
    ],
    ("InternetGateway", "network"): [("tags", {"a": "b"}), ("vpc_id", "vpc-00000000000000001")],
    ("Subnet", "network-private-0"): [
        ("map_public_ip_on_launch", True),
        ("tags", {"a": "b"}),
        ("cidr_block", "10.0.255.0/24"),
        ("vpc_id", "vpc-00000000000000001"),
    ],
    ("RouteTable", "network-public"): [("tags", {"a": "b"}), ("vpc_id", "vpc-00000000000000001")],
    ("Route", "network-public"): [
        ("gateway_id", "igw-00000000000000001"),
        ("destination_cidr_block", "10.99.0.0/16"),
        ("route_table_id", "rtb-00000000000000001"),
    ],
    ("RouteTableAssociation", "network-public-0"): [
        ("route_table_id", "rtb-00000000000000001"),
        ("subnet_id", "subnet-00000000000000001"),
    ],
    ("SecurityGroup", "router-load-balancer"): [("tags", {"a": "b"}), ("description", "x"), ("vpc_id", "vpc-1")],
    ("SecurityGroupIngressRule", "router-from-clients"): [
        ("from_port", 79),
        ("to_port", 65535),
        ("cidr_ipv4", "10.0.0.0/8"),
        ("description", "x"),
        ("ip_protocol", "udp"),
        ("security_group_id", "sg-00000000000000001"),
    ],
    ("SecurityGroupEgressRule", "router-to-instances"): [
        ("from_port", 79),
        ("to_port", 65535),
        ("cidr_ipv4", "10.0.0.0/8"),
        ("description", "x"),
    ],
    ("LoadBalancer", "router"): [
        ("drop_invalid_header_fields", False),
        ("desync_mitigation_mode", "strictest"),
        ("tags", {"a": "b"}),
        ("internal", True),
        ("load_balancer_type", "network"),
    ],
    ("TargetGroup", "green"): [
        ("deregistration_delay", 77),
        ("health_check", {"path": "/other", "interval": 30, "timeout": 4}),
        ("tags", {"a": "b"}),
        ("port", 9090),
        ("protocol", "HTTPS"),
        ("target_type", "ip"),
        ("vpc_id", "vpc-00000000000000001"),
    ],
    ("Listener", "router"): [
        ("tags", {"a": "b"}),
        ("port", 81),
        ("load_balancer_arn", "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/other/1"),
        ("default_actions", [{"type": "fixed-response", "fixed_response": {"content_type": "text/plain"}}]),
    ],
    ("Parameter", "router-active"): [
        ("insecure_value", "x"),
        ("description", "x"),
        ("tags", {"a": "b"}),
        ("name", "/other"),
    ],
}

BLUE: dict[tuple[str, str], list[Change]] = {
    ("LogGroup", "blue-logs"): [("retention_in_days", 7), ("tags", {"a": "b"}), ("name", "/other")],
    ("Role", "blue-instance"): [
        ("description", "x"),
        ("tags", {"a": "b"}),
        ("assume_role_policy", '{"Version":"2012-10-17","Statement":[]}'),
    ],
    ("RolePolicy", "blue-instance"): [("policy", '{"Version":"2012-10-17","Statement":[]}'), ("role", "other")],
    ("InstanceProfile", "blue-instance"): [("tags", {"a": "b"}), ("role", "other")],
    ("LaunchTemplate", "blue-fleet-template"): [
        ("instance_type", "t3.small"),
        ("image_id", "ami-00000000000000001"),
        ("user_data", "eA=="),
        ("iam_instance_profile", {"arn": "arn:aws:iam::123456789012:instance-profile/other"}),
        ("metadata_options", {"http_tokens": "optional"}),
        ("network_interfaces", [{"device_index": 0, "associate_public_ip_address": "true"}]),
        ("block_device_mappings", [{"device_name": "/dev/sdb", "ebs": {"volume_size": 9}}]),
        ("tag_specifications", [{"resource_type": "instance", "tags": {"a": "b"}}]),
        ("update_default_version", False),
    ],
    ("Group", "blue-fleet"): [
        ("min_size", 1),
        ("max_size", 9),
        ("desired_capacity", 3),
        ("health_check_type", "EC2"),
        ("health_check_grace_period", 7),
        ("target_group_arns", []),
        ("tags", [{"key": "a", "value": "b", "propagate_at_launch": False}]),
        ("wait_for_capacity_timeout", "1m"),
    ],
    ("Parameter", "blue-release"): [
        ("insecure_value", "x"),
        ("description", "x"),
        ("tags", {"a": "b"}),
        ("name", "/other"),
    ],
}

TABLES = {"router": ROUTER, "blue": BLUE}


def changed_one_by_one(workspace: Workspace) -> dict[str, list[str]]:
    """What a preview says of each property changed, by `type name property`.

    Each preview changes one property of every resource, so that a round costs one preview, not one a property.
    WORKSPACE must run `tests/contract/program` on deployed stacks.
    """
    found: dict[str, list[str]] = {}
    for role, table in TABLES.items():
        columns = zip_longest(*([(key, change) for change in changes] for key, changes in table.items()))
        for column in columns:
            found |= _preview(workspace, role, [item for item in column if item])
    return found


def _preview(workspace: Workspace, role: str, column: list[tuple[tuple[str, str], Change]]) -> dict[str, list[str]]:
    changes = [{"type": typ, "name": name, "property": prop, "value": value} for (typ, name), (prop, value) in column]
    _set_changes(workspace, role, changes)
    lines = steps(workspace.preview(role))
    _set_changes(workspace, role, [])
    return {
        f"{typ} {name} {prop}": sorted(
            _about(line, prop) for line in lines if f":{typ} {name}" in f"{line} ".replace(" [", "  [")
        )
        for (typ, name), (prop, _) in column
    }


def _about(line: str, prop: str) -> str:
    """LINE without the paths of other properties: a round changes neighbors too, and a replacement reaches over."""
    head, _, paths = line.partition(" [")
    first, *rest = prop.split("_")
    camel = first + "".join(word.capitalize() for word in rest)
    own = [path for path in paths.rstrip("]").split(", ") if path.startswith(f"{camel}:")]
    return f"{head} {', '.join(own)}".rstrip()


def _set_changes(workspace: Workspace, role: str, changes: list[dict[str, Any]]) -> None:
    path = workspace.directory / f"Pulumi.{workspace.stack(role)}.yaml"
    document = yaml.safe_load(path.read_text())
    document["config"]["contract:changes"] = json.dumps(changes)
    path.write_text(yaml.safe_dump(document))
