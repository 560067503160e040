"""Creation, reading and deletion where something goes wrong, or takes its time."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from local.providers import wire
from local.providers.aws.listener import Listener
from local.providers.aws.load_balancer import LoadBalancer
from local.providers.aws.log_group import LogGroup
from local.providers.values import UNKNOWN
from tests.unit.local.providers.engine import AbortedError, Engine

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties
    from tests.unit.local.providers.fixtures import Calls, World

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def test_what_is_half_made_stays_in_the_state(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A creation that fails after the thing exists hands over id, outputs and inputs, so that nothing is orphaned."""

    def refuse(*_: Any) -> None:
        raise ClientError({"Error": {"Code": "LimitExceeded", "Message": "too many"}}, "PutRetentionPolicy")

    monkeypatch.setattr(LogGroup, "settle", refuse)
    with pytest.raises(
        AbortedError, match="was created, but is not complete: AWS refused PutRetentionPolicy"
    ) as refusal:
        engine.create(LOG_GROUP, "logs", name="/logs", retentionInDays=7)
    assert "LimitExceeded: too many" in str(refusal.value)
    assert engine.failed is not None
    assert engine.failed.id == "/logs"
    assert wire.decode(engine.failed.properties)["retentionInDays"] == 0
    assert wire.decode(engine.failed.inputs)["retentionInDays"] == 7


def test_what_was_never_made_is_a_plain_error(engine: Engine) -> None:
    """AWS' refusal comes with resource, action and code in one message, and no traceback."""
    with pytest.raises(AbortedError) as refusal:
        engine.create("aws:ec2/subnet:Subnet", "a", vpcId="vpc-1", cidrBlock="10.0.0.0/24")
    message = str(refusal.value)
    assert message.startswith(
        "creating aws:ec2/subnet:Subnet 'a': AWS refused CreateSubnet with InvalidVpcID.NotFound:"
    )
    assert "Traceback" not in message
    assert engine.failed is None


def test_a_taken_name_is_aws_s_own_refusal(world: World, engine: Engine) -> None:
    """A second parameter of one name is refused, and the first one keeps its value."""
    first = world["parameter"]
    with pytest.raises(
        AbortedError, match="AWS refused PutParameter with ParameterAlreadyExists: The parameter already"
    ):
        engine.create(
            "aws:ssm/parameter:Parameter", "second", **(world.recipe("parameter")[1] | {"insecureValue": "x"})
        )
    assert engine.refresh(first) == first


def test_a_fault_of_the_provider_is_told_as_one(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug reads as a bug, in one line."""
    monkeypatch.setattr(LogGroup, "create", lambda *_: {}["missing"])
    with pytest.raises(AbortedError, match=r"creating aws:.*KeyError: 'missing' .a fault of the local provider"):
        engine.create(LOG_GROUP, "logs")


def test_a_preview_writes_nothing(world: World, engine: Engine, calls: Calls) -> None:
    """Previews of a creation and of an update only tell."""
    listener = world["listener"]
    token, inputs = world.recipe("rule")
    calls.actions.clear()
    planned = engine.preview_create(token, "rule", **inputs)
    assert (planned["arn"], planned["priority"], planned["region"]) == (UNKNOWN, 10, "us-east-1")
    assert engine.update(listener, preview=True, port=81).outputs["port"] == 81
    assert calls.writes == []


def test_a_deletion_waits_for_what_uses_the_thing(world: World, engine: Engine, aws: Any) -> None:
    """A target group whose listener goes at the same time is tried again; the deadline bounds it."""
    listener, group = world["listener"], world["blue"]
    with pytest.raises(AbortedError, match="AWS refused DeleteTargetGroup with ResourceInUse"):
        engine.delete(group, timeout=0.1)
    later = threading.Timer(0.1, lambda: aws("elbv2").delete_listener(ListenerArn=listener.id))
    later.start()
    engine.delete(group, timeout=10)
    later.join()
    assert engine.refresh(group) is None


def test_a_fleet_shrinks_to_nothing_before_it_goes(world: World, engine: Engine, aws: Any, calls: Calls) -> None:
    """An auto scaling group is set to 0, waited for, and deleted without force."""
    fleet = world["fleet"]
    calls.actions.clear()
    engine.delete(fleet)
    assert calls.writes == ["UpdateAutoScalingGroup", "DeleteAutoScalingGroup"]
    reservations = aws("ec2").describe_instances()["Reservations"]
    states = {machine["State"]["Name"] for reservation in reservations for machine in reservation["Instances"]}
    assert states == {"terminated"}


def test_a_cancelled_wait_ends(world: World, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a wait; what exists by then is in the state."""
    monkeypatch.setattr(LoadBalancer, "settle", _wait_for_ever)
    stop = threading.Timer(0.1, engine.cancel)
    stop.start()
    started = time.monotonic()
    with pytest.raises(AbortedError, match="cancelled while waiting for nothing"):
        _ = world["balancer"]
    assert time.monotonic() - started < 4
    assert engine.failed is not None
    assert engine.failed.id.startswith("arn:aws:elasticloadbalancing")


def _wait_for_ever(self: LoadBalancer, call: Call, resource_id: str, inputs: Properties) -> None:
    del self, resource_id, inputs
    call.until(lambda: False, "nothing")


def test_a_fleet_is_waited_for_only_when_the_program_wants(engine: Engine, world: World) -> None:
    """A wait that can't be fulfilled fails with the fleet in the state; "0" does not wait."""
    inputs = world.recipe("fleet")[1] | {"waitForCapacityTimeout": "1s"}
    assert engine.create("aws:autoscaling/group:Group", "waiting", **inputs).outputs["desiredCapacity"] == 1


def test_a_default_tag_taken_away_by_hand_is_seen(world: World, engine: Engine, aws: Any) -> None:
    """The stack's tags are part of what a refresh looks at."""
    listener = world["listener"]
    aws("elbv2").remove_tags(ResourceArns=[listener.id], TagKeys=["project"])
    refreshed = engine.refresh(listener)
    assert refreshed is not None
    assert engine.paths(refreshed) == ["tagsAll.project"]
    assert engine.update(refreshed).shown["tagsAll"] == {"project": "bluegreen"}


def test_changed_default_tags_reach_what_exists(world: World, engine: Engine) -> None:
    """Another set of default tags is a change of every taggable resource."""
    vpc = world["vpc"]
    engine.configure(region="us-east-1", defaultTags='{"tags": {"owner": "me"}}')
    assert engine.paths(vpc) == ["tagsAll.owner", "tagsAll.project"]
    updated = engine.update(vpc)
    assert updated.shown["tagsAll"] == {"Name": "main", "owner": "me"}
    assert updated.shown["tags"] == {"Name": "main"}


def test_engines_do_not_see_each_others_tags(engine: Engine) -> None:
    """Several engines are attached to one provider at once, each with its stack's configuration."""
    other = Engine(engine.provider, "ipv4:127.0.0.1:50002").configure(region="eu-west-1")
    mine = engine.create(LOG_GROUP, "logs", name="/mine")
    theirs = other.create(LOG_GROUP, "logs", name="/theirs")
    assert (mine.outputs["tagsAll"], mine.outputs["region"]) == ({"project": "bluegreen"}, "us-east-1")
    assert (theirs.outputs["tagsAll"], theirs.outputs["region"]) == ({}, "eu-west-1")
    assert engine.refresh(mine) is not None


def test_an_unknown_engine_is_served_only_when_there_is_one_answer(engine: Engine) -> None:
    """A second connection of the only engine works; among several it is refused rather than guessed."""
    stranger = Engine(engine.provider, "ipv4:127.0.0.1:50003")
    assert stranger.check(LOG_GROUP, "logs", {})["tagsAll"] == {"project": "bluegreen"}
    Engine(engine.provider, "ipv4:127.0.0.1:50002").configure(region="eu-west-1")
    with pytest.raises(AbortedError, match="not configured on this connection"):
        stranger.check(LOG_GROUP, "logs", {})


def test_a_switch_takes_few_calls(world: World, engine: Engine, calls: Calls) -> None:
    """A listener's update is one write and two reads."""
    listener, actions = world["listener"], world.weighted(0, 100)
    calls.actions.clear()
    engine.update(listener, defaultActions=actions)
    assert calls.actions == ["ModifyListener", "DescribeListeners", "DescribeTags"]


def test_a_plain_forward_stays_one(world: World, engine: Engine) -> None:
    """AWS answers a forward to one group in both forms; the program's own form comes back."""
    actions = [{"type": "forward", "targetGroupArn": world["blue"].id}]
    token = Listener.token
    listener = engine.create(token, "plain", loadBalancerArn=world["balancer"].id, port=8080, defaultActions=actions)
    refreshed = engine.refresh(listener)
    assert refreshed is not None
    assert refreshed.inputs == listener.inputs
    assert engine.paths(refreshed) == []
