"""What many tests begin with, made through boto3 as a user would."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


class Stack:
    """boto3's clients, and the pieces of one environment."""

    def __init__(self, endpoint: str, region: str) -> None:
        """Talk to the cloud at ENDPOINT."""
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=region)  # noqa: S106  no secret
        self.ec2: EC2Client = session.client("ec2", endpoint_url=endpoint)
        self.elb: ElasticLoadBalancingv2Client = session.client("elbv2", endpoint_url=endpoint)
        self.scaling: AutoScalingClient = session.client("autoscaling", endpoint_url=endpoint)
        self.iam: IAMClient = session.client("iam", endpoint_url=endpoint)
        self.ssm: SSMClient = session.client("ssm", endpoint_url=endpoint)
        self.secrets: SecretsManagerClient = session.client("secretsmanager", endpoint_url=endpoint)
        self._network: tuple[str, list[str]] | None = None

    def network(self) -> tuple[str, list[str]]:
        """Id of a VPC, and of its two subnets in two zones; made once."""
        if self._network is None:
            vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            subnets = [
                self.ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number * 16}.0/20", AvailabilityZone=f"us-east-1{zone}")
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

    def group(
        self, template: str, *target_groups: str, desired: int = 2, version: str = "1", name: str = "fleet"
    ) -> None:
        """Make an auto scaling group of DESIRED instances, at most 5."""
        self.scaling.create_auto_scaling_group(
            AutoScalingGroupName=name,
            MinSize=0,
            MaxSize=5,
            DesiredCapacity=desired,
            VPCZoneIdentifier=",".join(self.network()[1]),
            LaunchTemplate={"LaunchTemplateId": template, "Version": version},
            TargetGroupARNs=list(target_groups),
        )

    def instances(self, name: str = "fleet") -> list[str]:
        """Ids of the instances of the auto scaling group NAME."""
        groups = self.scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
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
