"""What is launched reaches the supervisor as the launch template's version says."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from local.cloud.user_data import decode
from tests.unit.local.cloud.stack import template_data

if TYPE_CHECKING:
    from tests.unit.local.cloud.fakes import FakeSupervisor
    from tests.unit.local.cloud.stack import Stack


def test_an_instance_gets_user_data_ports_role_and_image(stack: Stack, supervisor: FakeSupervisor) -> None:
    """All that an instance is made of, from an auto scaling group."""
    template = stack.template("#!/bin/bash\necho 1\n", IamInstanceProfile={"Name": stack.profile("reader")})
    stack.group(template, stack.target_group(), desired=1)
    (launch,) = supervisor.launched.values()
    assert launch.user_data == "#!/bin/bash\necho 1\n"
    assert (launch.ports, launch.role, launch.image) == ((8080,), "reader", "ami-12345678")


@pytest.mark.parametrize(("version", "expected"), [("1", "one"), ("2", "two"), ("$Latest", "two"), ("$Default", "one")])
def test_the_named_version_is_launched(stack: Stack, supervisor: FakeSupervisor, version: str, expected: str) -> None:
    """A version number, $Latest and $Default are what they say, later versions included."""
    template = stack.template("one")
    stack.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=template_data("two"))
    stack.group(template, desired=1, version=version)
    assert [launch.user_data for launch in supervisor.launched.values()] == [expected]


def test_an_instance_keeps_the_version_it_was_launched_with(stack: Stack) -> None:
    """A new version changes what comes next, not what runs; each instance tells which it is."""
    template = stack.template("one")
    stack.group(template, desired=1)
    stack.ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData=template_data("two"))
    stack.scaling.update_auto_scaling_group(
        AutoScalingGroupName="fleet",
        LaunchTemplate={"LaunchTemplateId": template, "Version": "2"},
        DesiredCapacity=2,
    )
    (group,) = stack.scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    assert [each.get("LaunchTemplate", {}).get("Version") for each in group["Instances"]] == ["1", "2"]


def test_instances_are_spread_over_the_subnets(stack: Stack) -> None:
    """Two instances, two zones."""
    stack.group(stack.template(), desired=4)
    (group,) = stack.scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    zones = sorted(each["AvailabilityZone"] for each in group["Instances"])
    assert zones == ["us-east-1a", "us-east-1a", "us-east-1b", "us-east-1b"]


def test_an_instance_has_what_its_template_gives(stack: Stack) -> None:
    """Security groups of the network interface, metadata options and tags come through."""
    vpc, _ = stack.network()
    security = stack.ec2.create_security_group(GroupName="app", Description="app", VpcId=vpc)["GroupId"]
    template = stack.template(
        NetworkInterfaces=[{"DeviceIndex": 0, "Groups": [security], "AssociatePublicIpAddress": False}],
        MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "color", "Value": "blue"}]}],
    )
    stack.group(template, desired=1)
    (reservation,) = stack.ec2.describe_instances(InstanceIds=stack.instances())["Reservations"]
    (instance,) = reservation.get("Instances", [])
    assert [each.get("GroupId") for each in instance.get("SecurityGroups", [])] == [security]
    assert instance.get("MetadataOptions", {}).get("HttpTokens") == "required"
    assert {"Key": "color", "Value": "blue"} in instance.get("Tags", [])
    assert not instance.get("PublicIpAddress")


def test_run_instances_reaches_the_supervisor(stack: Stack, supervisor: FakeSupervisor) -> None:
    """A single instance runs as well, with any image id, and ends when terminated."""
    stack.target_group()
    made = stack.ec2.run_instances(ImageId="ami-0fedcba9876543210", MinCount=1, MaxCount=1, UserData="echo hello")
    (instance,) = made["Instances"]
    (launch,) = supervisor.launched.values()
    assert (launch.user_data, launch.image, launch.ports) == ("echo hello", "ami-0fedcba9876543210", (8080,))
    stack.ec2.terminate_instances(InstanceIds=[instance.get("InstanceId", "")])
    assert supervisor.terminated == [instance.get("InstanceId")]


def test_an_unknown_instance_profile_launches_nothing(stack: Stack, supervisor: FakeSupervisor) -> None:
    """The auto scaling group is refused as a whole."""
    template = stack.template(IamInstanceProfile={"Name": "nobody"})
    with pytest.raises(ClientError, match=r"ValidationError.*Invalid IAM Instance Profile"):
        stack.group(template)
    assert supervisor.launched == {}
    assert stack.scaling.describe_auto_scaling_groups()["AutoScalingGroups"] == []


def test_gzipped_user_data_is_unpacked(stack: Stack, supervisor: FakeSupervisor) -> None:
    """As cloud-init does."""
    made = stack.ec2.create_launch_template(
        LaunchTemplateName="packed", LaunchTemplateData=template_data(gzip.compress(b"#!/bin/bash\n"))
    )
    stack.group(made["LaunchTemplate"].get("LaunchTemplateId", ""), desired=1)
    assert [launch.user_data for launch in supervisor.launched.values()] == ["#!/bin/bash\n"]


def test_bytes_survive_decoding() -> None:
    """Whatever bytes the user data holds, they can be had back."""
    assert decode("/wD+").encode(errors="surrogateescape") == b"\xff\x00\xfe"


def test_template_tags_are_no_part_of_what_it_launches(stack: Stack) -> None:
    """A launch template's own tags don't show up among its data."""
    stack.ec2.create_launch_template(
        LaunchTemplateName="tagged",
        LaunchTemplateData=template_data(""),
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "b"}]}],
    )
    (version,) = stack.ec2.describe_launch_template_versions(LaunchTemplateName="tagged")["LaunchTemplateVersions"]
    assert not version.get("LaunchTemplateData", {}).get("TagSpecifications")


def test_addresses_of_terminated_instances_are_free_again(stack: Stack) -> None:
    """No network interface outlives its instance."""
    stack.group(stack.template(), desired=3)
    stack.scaling.set_desired_capacity(AutoScalingGroupName="fleet", DesiredCapacity=0)
    assert stack.ec2.describe_network_interfaces()["NetworkInterfaces"] == []
