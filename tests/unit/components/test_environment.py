"""One color's graph: what an instance may do, what replaces a fleet, what the record waits for."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from components.hooks.environment_hooks import _deployment  # pyright: ignore[reportPrivateUsage]
from tests.unit.components.harness import decoded, deploy, inputs
from tests.unit.components.programs import environment, environment_args

if TYPE_CHECKING:
    from components.environment_args import EnvironmentArgs

GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
PARAMETER = "aws:ssm/parameter:Parameter"
POLICY = "aws:iam/rolePolicy:RolePolicy"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
LOGS = "aws:cloudwatch/logGroup:LogGroup"


def _only(token: str, **changes: object) -> dict[str, object]:
    (properties,) = deploy(environment("blue", **changes), "blue").of(token).values()
    return properties


def test_instances_are_hardened() -> None:
    """IMDSv2 is required, one hop away; volumes are encrypted; no instance has a public address."""
    template = _only(TEMPLATE)
    assert template["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }
    assert all(disk["ebs"]["encrypted"] == "true" for disk in template["blockDeviceMappings"])  # type: ignore[index,union-attr]
    assert all(card["associatePublicIpAddress"] == "false" for card in template["networkInterfaces"])  # type: ignore[index,union-attr]


def test_only_the_load_balancer_reaches_an_instance() -> None:
    """The one way in is the application's port from the load balancer's security group."""
    rule = _only(INGRESS)
    assert rule["referencedSecurityGroupId"] == "sg-1"
    assert "cidrIpv4" not in rule
    assert (rule["fromPort"], rule["toPort"]) == (8080, 8080)


def test_the_role_may_only_write_its_logs() -> None:
    """Without secrets the policy names the color's own log group and nothing else."""
    (statement,) = json.loads(str(_only(POLICY)["policy"]))["Statement"]
    assert all(action.startswith("logs:") for action in statement["Action"])
    assert "*" not in statement["Resource"]


def test_the_role_reads_the_named_secrets() -> None:
    """Each secret is granted by its ARN, with the one action that reads it."""
    arns = ["arn:aws:ssm:us-east-1:1:parameter/a", "arn:aws:secretsmanager:us-east-1:1:secret:b"]
    statements = json.loads(str(_only(POLICY, secret_arns=arns)["policy"]))["Statement"]
    assert [(s["Action"], s["Resource"]) for s in statements[1:]] == [
        (["ssm:GetParameter"], [arns[0]]),
        (["secretsmanager:GetSecretValue"], [arns[1]]),
    ]


def test_the_fleet_attaches_inline_and_never_waits() -> None:
    """The group names its target group itself, and the provider's own capacity wait is off."""
    group = _only(GROUP)
    assert group["targetGroupArns"] == ["arn:target-group"]
    assert group["waitForCapacityTimeout"] == "0"
    assert group["healthCheckType"] == "ELB"
    assert "name" not in group


def test_a_fleet_that_scales_is_left_alone() -> None:
    """Without a declared `desired` the program has no opinion on it."""
    assert "desiredCapacity" not in _only(GROUP)
    assert _only(GROUP, desired=3)["desiredCapacity"] == 3


def test_parking_takes_the_instances_only() -> None:
    """A parked color has no instances, and everything else stays."""
    kept, parked = deploy(environment("blue"), "blue"), deploy(environment("blue", parked=True), "blue")
    assert set(kept.requests) == set(parked.requests)
    group = parked.of(GROUP)["blue-fleet"]
    assert (group["minSize"], group["desiredCapacity"], group["maxSize"]) == (0, 0, 4)


def test_only_the_version_replaces_the_fleet() -> None:
    """The trigger follows `version`; tags and capacity leave it alone."""

    def trigger(**changes: object) -> str:
        request = deploy(environment("blue", **changes), "blue").request(GROUP, "blue-fleet")
        return str(request.replacement_trigger)

    assert trigger() == trigger(tags={"team": "other"}, minimum=3, maximum=9)
    assert trigger() != trigger(version="v2")


def test_the_record_is_the_checkpoint() -> None:
    """The release record depends on the fleet, names it, and is hooked on create and update by a frozen name."""
    request = deploy(environment("blue"), "blue").request(PARAMETER, "blue-release")
    assert any("Group::blue-fleet" in urn for urn in request.dependencies)
    assert list(request.hooks.before_create) == ["blue-claim", "blue-checkpoint"]
    assert list(request.hooks.before_update) == ["blue-checkpoint"]
    record = json.loads(inputs(request)["insecureValue"])
    assert (record["fleet"], record["release"], record["target_group"]) == ("blue-fleet", "1.0.0", "arn:target-group")


def test_fixed_names_carry_service_and_stack() -> None:
    """Two sets of stacks on one account never meet in a name."""
    graph = deploy(environment("blue"), "staging-blue")
    assert graph.of(PARAMETER)["blue-release"]["name"] == "/bluegreen/shop/staging-blue/release"
    assert graph.of(LOGS)["blue-logs"]["name"] == "/bluegreen/shop/staging-blue/0a1b2c3d"


def test_user_data_learns_its_log_group() -> None:
    """The log group's name is filled in once it exists."""
    text = decoded(str(_only(TEMPLATE)["userData"]))
    assert text == "#!/bin/bash\necho /bluegreen/shop/blue/0a1b2c3d\n"


@pytest.mark.parametrize(
    ("given", "parameter"),
    [
        ({}, "/bluegreen/shop/blue/active"),
        ({"router": "organization/shop/eu-router"}, "/bluegreen/shop/eu-router/active"),
        ({"active_parameter": "/bluegreen/web/router/active"}, "/bluegreen/web/router/active"),
    ],
)
def test_the_guard_asks_the_routers_parameter(given: dict[str, str], parameter: str) -> None:
    """By its name, else by that of its stack; the records beside it are the color's own."""
    args: EnvironmentArgs = {**environment_args(), **given}  # pyright: ignore[reportAssignmentType]
    found: list[Any] = []

    async def program() -> None:
        found.append(await _deployment(args, Color.BLUE)())

    deploy(program, "blue")
    names = found[0].protection.names
    assert names.active == parameter
    assert names.releases == {Color.BLUE: "/bluegreen/shop/blue/release"}
