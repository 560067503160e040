"""A set of stacks on an AWS that is a few dictionaries: real boto3 clients, whose calls never leave the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse

from components.color import Color
from components.records.intent import Intent
from components.records.records import RecordNames
from components.records.release_record import ReleaseRecord

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = RecordNames.of("shop", "router", {color: color.value for color in Color})
TARGET_GROUPS = {color: f"arn:{color.value}" for color in Color}
LISTENER = "arn:listener"
BALANCER = "arn:balancer"
HEALTHY = "healthy"


@dataclass
class FakeFleet:
    """An auto scaling group: its instances' lifecycle states by id, and the target groups it stands in."""

    instances: dict[str, str]
    desired: int
    target_groups: list[str]
    created: datetime = field(default_factory=lambda: datetime.now(UTC))


class RefusedError(Exception):
    """The cloud answers a call with this error CODE."""

    def __init__(self, code: str) -> None:
        """CODE as AWS spells it."""
        super().__init__(code)
        self.code = code


@dataclass
class FakeAws:
    """Blue carries all traffic with release 1.0.0, green runs 1.1.0: two healthy instances each, nothing under way.

    `before` holds, by operation, what happens just before it answers: a test raises there, or changes the scene.
    """

    weights: dict[Color, int] = field(default_factory=lambda: {Color.BLUE: 100, Color.GREEN: 0})
    parameters: dict[str, tuple[str, datetime]] = field(default_factory=dict[str, tuple[str, datetime]])
    fleets: dict[str, FakeFleet] = field(default_factory=dict[str, FakeFleet])
    targets: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    metrics: dict[tuple[str, str], dict[float, float]] = field(
        default_factory=dict[tuple[str, str], "dict[float, float]"]
    )
    """What CloudWatch holds: values by start (unix seconds), by metric and target group, none for a load balancer's."""
    history: dict[str, list[tuple[str, datetime]]] = field(default_factory=dict[str, list[tuple[str, datetime]]])
    log: list[str] = field(default_factory=list[str])
    published: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    calls: list[str] = field(default_factory=list[str])
    before: dict[str, Callable[[], object]] = field(default_factory=dict[str, "Callable[[], object]"])
    listener_exists: bool = True

    def __post_init__(self) -> None:
        """Set the scene."""
        self.release(Color.BLUE, "1.0.0")
        self.release(Color.GREEN, "1.1.0")

    def release(self, color: Color, release: str, healthy: int = 2, others: tuple[str, ...] = ()) -> ReleaseRecord:
        """Let COLOR run RELEASE on a fleet with HEALTHY targets and OTHERS in the states named; its record."""
        fleet = f"{color.value}-{release}"
        states = [HEALTHY] * healthy + list(others)
        instances = {f"i-{fleet}-{index}": state for index, state in enumerate(states)}
        arn = TARGET_GROUPS[color]
        self.fleets[fleet] = FakeFleet(dict.fromkeys(instances, "InService"), len(instances), [arn])
        self.targets[arn] = instances
        record = ReleaseRecord(release, "ami-1", fleet, arn)
        self.put(NAMES.releases[color], record.to_json())
        return record

    def put(self, name: str, value: str, changed: datetime | None = None) -> None:
        """Write a parameter, now or at CHANGED."""
        self.parameters[name] = (value, changed or datetime.now(UTC))
        self.history.setdefault(name, []).append(self.parameters[name])

    def intent(self, color: Color) -> Intent | None:
        """What a deployment or teardown of COLOR says of itself."""
        found = self.parameters.get(NAMES.intents[color])
        return Intent.from_json(found[0]) if found else None

    def refuse(self, operation: str, code: str = "AccessDenied") -> None:
        """Let each call of OPERATION end with CODE."""

        def fail() -> None:
            raise RefusedError(code)

        self.before[operation] = fail

    @property
    def writes(self) -> list[str]:
        """The calls that changed something, in order."""
        return [call for call in self.calls if not call.startswith(("Describe", "Get"))]

    def client(self, service: str, where: str = "us-east-1") -> Any:
        """A boto3 client of SERVICE, in the region WHERE, that asks this AWS."""
        client = _client(service, where)
        for event, handler in (("before-parameter-build", _remember), ("before-call", self._answer)):
            client.meta.events.unregister(event, unique_id=event)
            client.meta.events.register(event, handler, unique_id=event)
        return client

    def _answer(self, model: Any, context: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        self.calls.append(model.name)
        try:
            self.before.get(model.name, lambda: None)()
            return _response(200), getattr(self, f"_{model.name}")(**context["fake"])
        except RefusedError as error:
            return _response(400), {"Error": {"Code": error.code, "Message": "as the test wants it"}}

    def _GetParameter(self, Name: str) -> dict[str, Any]:  # noqa: N802, N803  AWS's names
        if Name not in self.parameters:
            raise RefusedError("ParameterNotFound")
        return {"Parameter": self._parameter(Name)}

    def _GetParameters(self, Names: list[str]) -> dict[str, Any]:  # noqa: N802, N803
        return {"Parameters": [self._parameter(name) for name in Names if name in self.parameters]}

    def _parameter(self, name: str) -> dict[str, Any]:
        value, changed = self.parameters[name]
        return {"Name": name, "Value": value, "LastModifiedDate": changed}

    def _GetParameterHistory(self, Name: str) -> dict[str, Any]:  # noqa: N802, N803
        versions = enumerate(self.history.get(Name, []), 1)
        told = [
            {"Value": value, "LastModifiedDate": changed, "Version": number} for number, (value, changed) in versions
        ]
        return {"Parameters": told}

    def _PutParameter(self, Name: str, Value: str, **_: Any) -> dict[str, Any]:  # noqa: N802, N803
        self.put(Name, Value)
        return {"Version": 1}

    def _DeleteParameter(self, Name: str) -> dict[str, Any]:  # noqa: N802, N803
        if self.parameters.pop(Name, None) is None:
            raise RefusedError("ParameterNotFound")
        return {}

    def _DescribeAutoScalingGroups(self, AutoScalingGroupNames: list[str] | None = None) -> dict[str, Any]:  # noqa: N802, N803
        wanted = AutoScalingGroupNames or list(self.fleets)
        return {"AutoScalingGroups": [_group(name, self.fleets[name]) for name in wanted if name in self.fleets]}

    def _AttachLoadBalancerTargetGroups(self, AutoScalingGroupName: str, TargetGroupARNs: list[str]) -> dict[str, Any]:  # noqa: N802, N803
        self.fleets[AutoScalingGroupName].target_groups += TargetGroupARNs
        return {}

    def _DetachLoadBalancerTargetGroups(self, AutoScalingGroupName: str, TargetGroupARNs: list[str]) -> dict[str, Any]:  # noqa: N802, N803
        for arn in TargetGroupARNs:
            self.fleets[AutoScalingGroupName].target_groups.remove(arn)
        return {}

    def _DescribeTargetHealth(self, TargetGroupArn: str) -> dict[str, Any]:  # noqa: N802, N803
        states = self.targets.get(TargetGroupArn)
        if states is None:
            raise RefusedError("TargetGroupNotFound")
        return {"TargetHealthDescriptions": [_target(instance, state) for instance, state in states.items()]}

    def _DescribeTargetGroups(self, TargetGroupArns: list[str]) -> dict[str, Any]:  # noqa: N802, N803
        if any(arn not in self.targets for arn in TargetGroupArns):
            raise RefusedError("TargetGroupNotFound")
        balancers = [BALANCER] if self.listener_exists else []
        return {"TargetGroups": [{"TargetGroupArn": arn, "LoadBalancerArns": balancers} for arn in TargetGroupArns]}

    def _DescribeListeners(self, **_: Any) -> dict[str, Any]:  # noqa: N802
        if not self.listener_exists:
            raise RefusedError("ListenerNotFound")
        members = [{"TargetGroupArn": TARGET_GROUPS[color], "Weight": share} for color, share in self.weights.items()]
        return {"Listeners": [{"DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": members}}]}]}

    def _GetMetricData(self, MetricDataQueries: Any, StartTime: Any, EndTime: Any, **_: Any) -> dict[str, Any]:  # noqa: N802, N803
        found: list[dict[str, Any]] = []
        for query in MetricDataQueries:
            metric = query["MetricStat"]["Metric"]
            dimensions = {each["Name"]: each["Value"] for each in metric["Dimensions"]}
            series = self.metrics.get((metric["MetricName"], dimensions.get("TargetGroup", "")), {})
            kept = {start: value for start, value in series.items() if StartTime.timestamp() <= start}
            kept = {start: value for start, value in kept.items() if start < EndTime.timestamp()}
            times = [datetime.fromtimestamp(start, UTC) for start in sorted(kept)]
            found.append({"Id": query["Id"], "Timestamps": times, "Values": [kept[start] for start in sorted(kept)]})
        return {"MetricDataResults": found}

    def _PutLogEvents(self, logEvents: list[dict[str, Any]], **_: Any) -> dict[str, Any]:  # noqa: N802, N803
        self.log += [event["message"] for event in logEvents]
        return {}

    def _Publish(self, **request: Any) -> dict[str, Any]:  # noqa: N802
        self.published.append(request)
        return {"MessageId": "1"}

    def _GetLogEvents(self, limit: int, startFromHead: bool, **_: Any) -> dict[str, Any]:  # noqa: FBT001, N802, N803
        messages = self.log[:limit] if startFromHead else self.log[-limit:]
        return {"events": [{"message": message} for message in messages]}


@lru_cache
def _client(service: str, region: str) -> Any:
    return boto3.Session("test", "test", region_name=region).client(service)  # pyright: ignore[reportCallIssue, reportArgumentType]


def _remember(params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
    context["fake"] = dict(params)


def _response(status: int) -> AWSResponse:
    return AWSResponse("", status, {}, None)  # pyright: ignore[reportArgumentType]


def _group(name: str, fleet: FakeFleet) -> dict[str, Any]:
    return {
        "AutoScalingGroupName": name,
        "DesiredCapacity": fleet.desired,
        "CreatedTime": fleet.created,
        "TargetGroupARNs": list(fleet.target_groups),
        "Instances": [{"InstanceId": each, "LifecycleState": state} for each, state in fleet.instances.items()],
    }


def _target(instance: str, state: str) -> dict[str, Any]:
    word, _, reason = state.rstrip(")").partition(" (")
    return {"Target": {"Id": instance}, "TargetHealth": {"State": word, **({"Reason": reason} if reason else {})}}
