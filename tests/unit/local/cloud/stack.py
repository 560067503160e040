"""What many tests begin with, made through boto3 as a user would."""

from __future__ import annotations

import base64
import json
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


@lru_cache
def _session(region: str) -> boto3.Session:
    # A session holds the loaded API models, which take longer than most tests.
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=region)  # noqa: S106  no secret


class Stack:
    """boto3's clients, and the pieces of one environment."""

    def __init__(self, endpoint: str, region: str) -> None:
        """Talk to the cloud at ENDPOINT."""
        self._make: Any = partial(_session(region).client, endpoint_url=endpoint)
        self._network: tuple[str, list[str]] | None = None

    @cached_property
    def ec2(self) -> EC2Client:
        """Client of the service."""
        return self._make("ec2")

    @cached_property
    def elb(self) -> ElasticLoadBalancingv2Client:
        """Client of the service."""
        return self._make("elbv2")

    @cached_property
    def watch(self) -> CloudWatchClient:
        """Client of the service."""
        return self._make("cloudwatch")

    @cached_property
    def scaling(self) -> AutoScalingClient:
        """Client of the service."""
        return self._make("autoscaling")

    @cached_property
    def iam(self) -> IAMClient:
        """Client of the service."""
        return self._make("iam")

    @cached_property
    def s3(self) -> Any:
        """Client of the service."""
        return self._make("s3")

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        """Client of the service."""
        return self._make("logs")

    @cached_property
    def ssm(self) -> SSMClient:
        """Client of the service."""
        return self._make("ssm")

    @cached_property
    def secrets(self) -> SecretsManagerClient:
        """Client of the service."""
        return self._make("secretsmanager")

    def network(self) -> tuple[str, list[str]]:
        """Id of a VPC, and of its two subnets in two zones; made once."""
        if self._network is None:
            vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            subnets = [
                self.ec2.create_subnet(
                    VpcId=vpc, CidrBlock=f"10.0.{number * 16}.0/20", AvailabilityZone=f"us-east-1{zone}"
                )
                for number, zone in enumerate("ab")
            ]
            self._network = (vpc, [each["Subnet"]["SubnetId"] for each in subnets])
        return self._network

    def load_balancer(self, name: str = "main") -> str:
        """ARN of a new load balancer."""
        made = self.elb.create_load_balancer(Name=name, Subnets=self.network()[1])
        return made["LoadBalancers"][0]["LoadBalancerArn"]

    def target_group(self, name: str = "blue") -> str:
        """ARN of a new target group on port 8080."""
        vpc, _ = self.network()
        made = self.elb.create_target_group(Name=name, Protocol="HTTP", Port=8080, VpcId=vpc)
        return made["TargetGroups"][0]["TargetGroupArn"]

    def listener(self, load_balancer: str, weights: dict[str, int], port: int = 80) -> str:
        """ARN of a new listener that forwards to the target groups with WEIGHTS."""
        made = self.elb.create_listener(
            LoadBalancerArn=load_balancer, Protocol="HTTP", Port=port, DefaultActions=[forward(weights)]
        )
        return made["Listeners"][0]["ListenerArn"]

    def template(self, user_data: str = "#!/bin/bash\n", **data: Any) -> str:
        """Id of a new launch template."""
        made = self.ec2.create_launch_template(
            LaunchTemplateName="fleet", LaunchTemplateData=template_data(user_data, **data)
        )
        return made["LaunchTemplate"]["LaunchTemplateId"]

    def group(self, template: str, *target_groups: str, desired: int = 2, version: str = "1") -> None:
        """Make the auto scaling group `fleet` of DESIRED instances, at most 5."""
        self.scaling.create_auto_scaling_group(
            AutoScalingGroupName="fleet",
            MinSize=0,
            MaxSize=5,
            DesiredCapacity=desired,
            VPCZoneIdentifier=",".join(self.network()[1]),
            LaunchTemplate={"LaunchTemplateId": template, "Version": version},
            TargetGroupARNs=list(target_groups),
        )

    def instances(self) -> list[str]:
        """Ids of the instances of the auto scaling group."""
        groups = self.scaling.describe_auto_scaling_groups(AutoScalingGroupNames=["fleet"])["AutoScalingGroups"]
        return [instance["InstanceId"] for instance in groups[0]["Instances"]]

    def health(self, group: str) -> dict[str, tuple[str, str | None]]:
        """State and reason of each target of GROUP (an ARN), by instance id."""
        described = self.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return {
            each["Target"]["Id"]: (each["TargetHealth"]["State"], each["TargetHealth"].get("Reason"))
            for each in described
        }

    def profile(self, role: str = "reader") -> str:
        """Name of a new instance profile with the role ROLE."""
        self.iam.create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(TRUST))
        self.iam.create_instance_profile(InstanceProfileName=f"{role}-profile")
        self.iam.add_role_to_instance_profile(InstanceProfileName=f"{role}-profile", RoleName=role)
        return f"{role}-profile"


def forward(weights: dict[str, int], **stickiness: Any) -> Any:
    """One forward action with WEIGHTS by target group ARN."""
    groups = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
    config = {"TargetGroups": groups, **({"TargetGroupStickinessConfig": stickiness} if stickiness else {})}
    return {"Type": "forward", "ForwardConfig": config}


def template_data(user_data: str | bytes, **data: Any) -> Any:
    """Launch template data with USER_DATA in base64."""
    raw = user_data if isinstance(user_data, bytes) else user_data.encode()
    return {"ImageId": "ami-12345678", "InstanceType": "t3.micro", "UserData": base64.b64encode(raw).decode(), **data}
