"""From what the program says to inputs, and what is refused before anything happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pulumi.runtime.proto import provider_pb2

from local.providers.values import UNKNOWN
from tests.unit.local.providers.engine import AbortedError, Engine

if TYPE_CHECKING:
    from collections.abc import Iterable

VPC = "aws:ec2/vpc:Vpc"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
PARAMETER = "aws:ssm/parameter:Parameter"
GROUP = "aws:autoscaling/group:Group"
_Modes = provider_pb2.CheckRequest.AutonamingOptions


def forward(*weights: Any) -> dict[str, Any]:
    """Return a listener's inputs with these weights."""
    targets = [{"arn": f"arn:{index}", "weight": weight} for index, weight in enumerate(weights)]
    return {"loadBalancerArn": "arn", "defaultActions": [{"type": "forward", "forward": {"targetGroups": targets}}]}


def test_a_name_is_the_logical_name_and_seven_digits(engine: Engine) -> None:
    """The same seed gives the same name, so that a preview promises what the update does."""
    first = engine.check(TARGET_GROUP, "blue", {})["name"]
    assert first == engine.check(TARGET_GROUP, "blue", {})["name"]
    prefix, _, suffix = first.rpartition("-")
    assert prefix == "blue"
    assert len(suffix) == 7
    assert set(suffix) <= set("0123456789abcdef")


def test_a_given_name_is_kept_whatever_the_seed(engine: Engine) -> None:
    """A resource keeps the automatic name that it has."""
    old = {"name": "blue-0000000", "__defaults": ["name"]}
    assert engine.check(TARGET_GROUP, "blue", {}, old)["name"] == "blue-0000000"


def test_a_name_that_the_program_took_back_becomes_automatic(engine: Engine) -> None:
    """A fixed name of before is no automatic one."""
    old = {"name": "mine", "__defaults": []}
    assert engine.check(TARGET_GROUP, "blue", {}, old)["name"].startswith("blue-")


def test_a_name_too_long_for_aws_is_refused(engine: Engine) -> None:
    """The message says how long the logical name may be."""
    with pytest.raises(AbortedError, match="longer than AWS' 32: choose a logical name of at most 24 characters"):
        engine.check(TARGET_GROUP, "a" * 25, {})
    assert len(engine.check(TARGET_GROUP, "a" * 24, {})["name"]) == 32


def test_the_stack_may_say_how_names_are_made(engine: Engine) -> None:
    """`pulumi:autonaming` proposes names, or forbids automatic ones."""
    urn = f"urn:pulumi:dev::shop::{TARGET_GROUP}::blue"
    options = _Modes(proposed_name="verbatim", mode=_Modes.ENFORCE)
    context = engine.context()
    answer = engine.provider.Check(provider_pb2.CheckRequest(urn=urn, autonaming=options), context)
    assert answer.inputs["name"] == "verbatim"
    forbidden = provider_pb2.CheckRequest(urn=urn, autonaming=_Modes(mode=_Modes.DISABLE))
    with pytest.raises(AbortedError, match="automatic naming is disabled: set `name`"):
        engine.provider.Check(forbidden, context)


def test_what_the_provider_fills_in_is_noted(engine: Engine) -> None:
    """`__defaults` names what the program did not say; objects have a note of their own."""
    inputs = engine.check(VPC, "main", {"cidrBlock": "10.0.0.0/16"})
    assert inputs["__defaults"] == ["enableDnsSupport", "instanceTenancy"]
    assert inputs["enableDnsSupport"] is True
    nested = engine.check(TARGET_GROUP, "blue", {"healthCheck": {"path": "/"}})
    assert nested["healthCheck"] == {"__defaults": [], "path": "/"}


def test_default_tags_stand_beside_own_ones(engine: Engine) -> None:
    """The stack's tags go on everything; a resource's own win."""
    inputs = engine.check(VPC, "main", {"cidrBlock": "10.0.0.0/16", "tags": {"project": "mine", "a": "b"}})
    assert inputs["tags"] == {"project": "mine", "a": "b"}
    assert inputs["tagsAll"] == {"project": "mine", "a": "b"}
    assert engine.check(VPC, "main", {"cidrBlock": "10.0.0.0/16"})["tagsAll"] == {"project": "bluegreen"}


def test_default_tags_stay_off_auto_scaling_groups(engine: Engine) -> None:
    """The official provider leaves their tags to the program."""
    assert "tagsAll" not in engine.check(GROUP, "fleet", {"minSize": 1, "maxSize": 1})


@pytest.mark.parametrize(
    ("token", "inputs", "message"),
    [
        (VPC, {}, "cidrBlock: required, and not set"),
        (VPC, {"cidrBlok": "10.0.0.0/16"}, "cidrBlok: not supported by the local AWS provider; it knows cidrBlock"),
        (VPC, {"cidrBlock": "10.0.0.0/16", "tags": "x"}, "tags: expected an object, got 'x'"),
        (TARGET_GROUP, {"port": "http"}, "port: expected a number, got 'http'"),
        (TARGET_GROUP, {"healthCheck": {"pth": "/"}}, "healthCheck.pth: not supported"),
        (TARGET_GROUP, {"stickiness": {"enabled": True}}, "stickiness.type: required, and not set"),
        (
            TARGET_GROUP,
            {"stickiness": {"type": "app_cookie"}},
            "stickiness.type: the local AWS provider knows lb_cookie",
        ),
        (
            TARGET_GROUP,
            {"stickiness": {"type": "lb_cookie", "cookieDuration": 604801}},
            "stickiness.cookieDuration: expected 0 to 604800 seconds, got 604801",
        ),
        (LISTENER, forward(1000), "targetGroups[0].weight: expected 0 to 999, got 1000"),
        (LISTENER, forward(0, -1), "targetGroups[1].weight: expected 0 to 999, got -1"),
        (
            PARAMETER,
            {"type": "Text", "value": "x"},
            "type: expected one of String, StringList, SecureString, got 'Text'",
        ),
        (PARAMETER, {"type": "String"}, "set exactly one of value, insecureValue"),
        (PARAMETER, {"type": "String", "value": "a", "insecureValue": "b"}, "set exactly one of"),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 8}, "retentionInDays: expected one of 0, 1, 3, 5, 7"),
        ("aws:cloudwatch/logStream:LogStream", {"name": "a"}, "logGroupName: required, and not set"),
        (
            "aws:cloudwatch/logStream:LogStream",
            {"name": "a:b", "logGroupName": "g"},
            "name: a colon is not valid in 'a:b'",
        ),
        (
            "aws:cloudwatch/logStream:LogStream",
            {"name": "a" * 513, "logGroupName": "g"},
            "name: expected at most 512 characters, got 513",
        ),
        (GROUP, {"minSize": 3, "maxSize": 2}, "minSize: expected at most maxSize (2), got 3"),
        (GROUP, {"minSize": 1, "maxSize": 2, "desiredCapacity": 3}, "desiredCapacity: expected 1 to 2"),
        (GROUP, {"minSize": 1, "maxSize": 2, "waitForCapacityTimeout": "soon"}, "expected a duration such as 10m or 0"),
        ("aws:ec2/route:Route", {"routeTableId": "r", "destinationCidrBlock": "c"}, "exactly one of gatewayId, natGat"),
        ("aws:s3/bucket:Bucket", {}, "not supported by the local AWS provider"),
    ],
)
def test_nonsense_is_refused_with_its_place(engine: Engine, token: str, inputs: dict[str, Any], message: str) -> None:
    """What AWS or the official provider would refuse is refused in the preview."""
    with pytest.raises(AbortedError) as refusal:
        engine.check(token, "thing", inputs)
    assert message in str(refusal.value)


@pytest.mark.parametrize("weights", [(0, 999), (UNKNOWN, 1)])
def test_what_is_not_known_yet_is_not_refused(engine: Engine, weights: Iterable[Any]) -> None:
    """A preview can't judge a value that only the update decides."""
    assert engine.check(LISTENER, "http", forward(*weights))


def test_tags_not_known_yet_make_all_tags_unknown(engine: Engine) -> None:
    """The merged tags are no better known than the resource's own."""
    assert engine.check(VPC, "main", {"cidrBlock": UNKNOWN, "tags": UNKNOWN})["tagsAll"] is UNKNOWN
