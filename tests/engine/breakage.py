"""Ways in which a color is not what a switch needs, each mended at the end of its block."""

from __future__ import annotations

import json
import signal
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from components.records.intent import Intent
from components.switch.probe import ask
from tests.interrupt import wait_until

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.engine.switch_stage import SwitchStage


@contextmanager
def parked(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """COLOR without instances, as its own stack declares it."""
    stage.workspace.configure(color, parked=True)
    stage.workspace.up(color).check()
    stage.wait_for_health(color)
    try:
        yield
    finally:
        stage.workspace.configure(color, parked=None)
        stage.workspace.up(color).check()


@contextmanager
def hanging(stage: SwitchStage, color: str = "green", count: int = 1) -> Generator[None]:
    """COUNT of COLOR's applications accept connections and answer nothing."""
    processes = stage.processes(color)[:count]
    healthy = len(stage.health(color)) - count
    stage.signal(signal.SIGSTOP, processes)
    try:
        stage.wait_for_health(color, *["healthy"] * healthy, *["unhealthy"] * count)
        yield
    finally:
        stage.signal(signal.SIGCONT, processes)
        stage.wait_for_health(color, *["healthy"] * (healthy + count))


@contextmanager
def failing(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """Every target of COLOR fails its health check, and still answers."""
    arn = stage.outputs["target_group_arns"][color]
    targets = len(stage.health(color))
    stage.load_balancing.modify_target_group(TargetGroupArn=arn, Matcher={"HttpCode": "418"})
    try:
        stage.wait_for_health(color, *["unhealthy"] * targets)
        yield
    finally:
        stage.load_balancing.modify_target_group(TargetGroupArn=arn, Matcher={"HttpCode": "200"})
        stage.wait_for_health(color, *["healthy"] * targets)


@contextmanager
def draining(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """One target of COLOR was deregistered by hand, and has a request in flight for as long as the block takes."""
    arn = stage.outputs["target_group_arns"][color]
    described = stage.load_balancing.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    target: Any = {"Id": described[0]["Target"]["Id"]}
    _set_deregistration_delay(stage, arn, 60)
    try:
        with _in_flight(stage, color, 2 * len(described)):
            stage.load_balancing.deregister_targets(TargetGroupArn=arn, Targets=[target])
            stage.wait_for_health(color, "draining", "healthy")
            yield
    finally:
        _set_deregistration_delay(stage, arn, 5)
        stage.load_balancing.register_targets(TargetGroupArn=arn, Targets=[target])
        stage.wait_for_health(color, "healthy", "healthy")


@contextmanager
def _in_flight(stage: SwitchStage, color: str, count: int) -> Generator[None]:
    """COUNT requests, more than COLOR has targets, that take longer than any test."""
    url = urlsplit(stage.url)
    connections = [HTTPConnection(url.hostname or "", url.port) for _ in range(count)]
    before = _requests(stage, color)
    try:
        for connection in connections:
            connection.request("GET", "/?delay=30", headers={"x-bluegreen": color})
        wait_until(lambda: _requests(stage, color) >= before + count)
        yield
    finally:
        for connection in connections:
            connection.close()


def _requests(stage: SwitchStage, color: str) -> int:
    return stage.cloud.traffic()["requests"].get(stage.outputs["target_group_arns"][color], 0)


def _set_deregistration_delay(stage: SwitchStage, target_group: str, seconds: int) -> None:
    attributes: Any = [{"Key": "deregistration_delay.timeout_seconds", "Value": str(seconds)}]
    stage.load_balancing.modify_target_group_attributes(TargetGroupArn=target_group, Attributes=attributes)


@contextmanager
def deploying(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """COLOR's stack has said that a release is under way."""
    intent = Intent("ada@laptop", "release 1.2.0", "another", time.time() + 600)
    name = stage.record_name(color, "intent")
    stage.ssm.put_parameter(Name=name, Value=intent.to_json(), Type="String", Overwrite=True)
    try:
        yield
    finally:
        stage.ssm.delete_parameter(Name=name)


@contextmanager
def two_fleets(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """A second auto scaling group was attached by hand, and all its instances are healthy."""
    name = f"{color}-fleet-by-hand"
    own = stage.fleet(color)
    (group,) = stage.autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=[own])["AutoScalingGroups"]
    template: Any = {"LaunchTemplateId": group["LaunchTemplate"]["LaunchTemplateId"], "Version": "$Latest"}
    stage.autoscaling.create_auto_scaling_group(
        AutoScalingGroupName=name,
        LaunchTemplate=template,
        MinSize=1,
        MaxSize=1,
        VPCZoneIdentifier=group["VPCZoneIdentifier"],
        TargetGroupARNs=group["TargetGroupARNs"],
    )
    try:
        stage.wait_for_health(color, "healthy", "healthy", "healthy")
        yield
    finally:
        stage.autoscaling.delete_auto_scaling_group(AutoScalingGroupName=name, ForceDelete=True)
        stage.wait_for_health(color, "healthy", "healthy")


@contextmanager
def unrecorded(stage: SwitchStage, color: str = "green") -> Generator[None]:
    """COLOR has no release record; afterwards it is there with its description and tags, so that nothing drifted."""
    name = stage.record_name(color)
    filters: Any = [{"Key": "Name", "Values": [name]}]
    (described,) = stage.ssm.describe_parameters(ParameterFilters=filters)["Parameters"]
    known: dict[str, Any] = {
        "Value": stage.parameter(name),
        "Description": described.get("Description", ""),
        "Tags": stage.ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)["TagList"],
    }
    stage.ssm.delete_parameter(Name=name)
    try:
        yield
    finally:
        stage.ssm.put_parameter(Name=name, Type="String", **known)


@contextmanager
def recorded_as(stage: SwitchStage, release: str, color: str = "green") -> Generator[None]:
    """COLOR's release record names another RELEASE than runs."""
    name = stage.record_name(color)
    value = stage.parameter(name)
    changed = json.dumps(json.loads(value) | {"release": release})
    stage.ssm.put_parameter(Name=name, Value=changed, Type="String", Overwrite=True)
    try:
        yield
    finally:
        stage.ssm.put_parameter(Name=name, Value=value, Type="String", Overwrite=True)


@contextmanager
def scaled(stage: SwitchStage, color: str, instances: int) -> Generator[None]:
    """COLOR's fleet scaled to INSTANCES by itself, and all of them are healthy."""
    fleet = stage.fleet(color)
    before = len(stage.health(color))
    stage.autoscaling.update_auto_scaling_group(AutoScalingGroupName=fleet, MaxSize=8, DesiredCapacity=instances)
    try:
        stage.wait_for_health(color, *["healthy"] * instances)
        yield
    finally:
        stage.autoscaling.update_auto_scaling_group(AutoScalingGroupName=fleet, MaxSize=4, DesiredCapacity=before)
        wait_until(lambda: stage.health(color) == ["healthy"] * before)


@contextmanager
def closed_route(stage: SwitchStage) -> Generator[None]:
    """The preview route lets this machine in no more."""
    rules = stage.load_balancing.describe_rules(ListenerArn=stage.outputs["listener_arn"])["Rules"]
    conditions: dict[str, Any] = {rule["RuleArn"]: rule["Conditions"] for rule in rules if rule["Conditions"]}
    elsewhere: Any = {"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}}
    for rule, known in conditions.items():
        kept = [each for each in known if each["Field"] != "source-ip"]
        stage.load_balancing.modify_rule(RuleArn=rule, Conditions=[*kept, elsewhere])
    wait_until(lambda: _answers_as(stage, "blue"))
    try:
        yield
    finally:
        for rule, known in conditions.items():
            stage.load_balancing.modify_rule(RuleArn=rule, Conditions=known)
        wait_until(lambda: _answers_as(stage, "green"))


def _answers_as(stage: SwitchStage, color: str) -> bool:
    return ask(stage.url, {"x-bluegreen": "green"}).header("x-bluegreen-color") == color
