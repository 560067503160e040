"""All types and functions that the `aws` provider knows, by their tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.aws import functions
from local.providers.aws.autoscaling_group import AutoscalingGroup
from local.providers.aws.eip import Eip
from local.providers.aws.instance_profile import InstanceProfile
from local.providers.aws.internet_gateway import InternetGateway
from local.providers.aws.launch_template import LaunchTemplate
from local.providers.aws.listener import Listener
from local.providers.aws.listener_rule import ListenerRule
from local.providers.aws.load_balancer import LoadBalancer
from local.providers.aws.log_group import LogGroup
from local.providers.aws.log_stream import LogStream
from local.providers.aws.nat_gateway import NatGateway
from local.providers.aws.open_id_connect_provider import OpenIdConnectProvider
from local.providers.aws.role import Role
from local.providers.aws.role_policy import RolePolicy
from local.providers.aws.role_policy_attachment import RolePolicyAttachment
from local.providers.aws.route import Route
from local.providers.aws.route_table import RouteTable
from local.providers.aws.route_table_association import RouteTableAssociation
from local.providers.aws.security_group import SecurityGroup
from local.providers.aws.security_group_rule import SecurityGroupEgressRule, SecurityGroupIngressRule
from local.providers.aws.ssm_parameter import SsmParameter
from local.providers.aws.subnet import Subnet
from local.providers.aws.target_group import TargetGroup
from local.providers.aws.vpc import Vpc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.providers.call import Call
    from local.providers.resource import ResourceType
    from local.providers.values import Properties

TYPES: Mapping[str, ResourceType] = {
    kind.token: kind
    for kind in (
        AutoscalingGroup(),
        Eip(),
        InstanceProfile(),
        InternetGateway(),
        LaunchTemplate(),
        Listener(),
        ListenerRule(),
        LoadBalancer(),
        LogGroup(),
        LogStream(),
        NatGateway(),
        OpenIdConnectProvider(),
        Role(),
        RolePolicy(),
        RolePolicyAttachment(),
        Route(),
        RouteTable(),
        RouteTableAssociation(),
        SecurityGroup(),
        SecurityGroupEgressRule(),
        SecurityGroupIngressRule(),
        SsmParameter(),
        Subnet(),
        TargetGroup(),
        Vpc(),
    )
}

FUNCTIONS: Mapping[str, Callable[[Call, Properties], Properties]] = {
    "aws:iam/getPolicyDocument:getPolicyDocument": functions.get_policy_document,
    "aws:index/getAvailabilityZones:getAvailabilityZones": functions.get_availability_zones,
    "aws:index/getCallerIdentity:getCallerIdentity": functions.get_caller_identity,
    "aws:index/getRegion:getRegion": functions.get_region,
    "aws:ssm/getParameter:getParameter": functions.get_parameter,
}
