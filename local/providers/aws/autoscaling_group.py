"""aws:autoscaling/group:Group."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from local.providers.aws import autoscaling_tags
from local.providers.aws.durations import seconds_of
from local.providers.property import block, flag, group, items, number, text, texts
from local.providers.resource import AutoName, Change, ResourceType, given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_PARAMETERS = {
    "MinSize": "minSize",
    "MaxSize": "maxSize",
    "DesiredCapacity": "desiredCapacity",
    "DefaultCooldown": "defaultCooldown",
    "DefaultInstanceWarmup": "defaultInstanceWarmup",
    "HealthCheckType": "healthCheckType",
    "HealthCheckGracePeriod": "healthCheckGracePeriod",
    "TerminationPolicies": "terminationPolicies",
}
_WAITED_FOR = ("desiredCapacity", "minSize")
DEFAULT_POLICIES = ["Default"]
"""What AWS answers for a group that was never given any; the real provider then leaves them out of the state."""


class AutoscalingGroup(ResourceType):
    """A fleet of instances."""

    token = "aws:autoscaling/group:Group"  # noqa: S105 - a type token
    title = "auto scaling group"
    properties: ClassVar = {
        "name": text(replaces=True),
        "minSize": number(required=True),
        "maxSize": number(required=True),
        "desiredCapacity": number(computed=True),
        "defaultCooldown": number(computed=True),
        "defaultInstanceWarmup": number(),
        "healthCheckType": text(computed=True),
        "healthCheckGracePeriod": number(default=300),
        "vpcZoneIdentifiers": texts(computed=True),
        "targetGroupArns": texts(computed=True),
        "terminationPolicies": items(text()),
        "launchTemplate": block({"id": text(computed=True), "name": text(computed=True), "version": text()}),
        "tags": group(
            block({"key": text(required=True), "value": text(required=True), "propagateAtLaunch": flag(required=True)}),
            key="key",
        ),
        "forceDelete": flag(default=False, local=True),
        "forceDeleteWarmPool": flag(default=False, local=True),
        "ignoreFailedScalingActivities": flag(default=False, local=True),
        "metricsGranularity": text(default="1Minute", local=True),
        "protectFromScaleIn": flag(default=False),
        "waitForCapacityTimeout": text(default="10m", local=True),
    }
    outputs = frozenset({"arn", "availabilityZones", "serviceLinkedRoleArn"})
    defaults_out: ClassVar = {
        "availabilityZoneDistribution": {},
        "capacityRebalance": False,
        "capacityReservationSpecification": {},
        "context": "",
        "desiredCapacityType": "",
        "initialLifecycleHooks": [],
        "launchConfiguration": "",
        "loadBalancers": [],
        "maxInstanceLifetime": 0,
        "namePrefix": "",
        "placementGroup": "",
        "predictedCapacity": 0,
        "trafficSources": [],
        "warmPoolSize": 0,
    }
    name = AutoName(maximum=255)
    untold = frozenset({"defaultInstanceWarmup"})
    busy = frozenset({"ResourceInUse", "ScalingActivityInProgress"})

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check that the sizes go together, and the wait."""
        low, high, wanted = (inputs.get(name) for name in ("minSize", "maxSize", "desiredCapacity"))
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield "minSize", f"expected at most maxSize ({high}), got {low}"
        elif isinstance(wanted, int) and isinstance(low, int) and isinstance(high, int) and not low <= wanted <= high:
            yield "desiredCapacity", f"expected {low} to {high} (minSize to maxSize), got {wanted}"
        wait: Value = inputs["waitForCapacityTimeout"]
        if isinstance(wait, str) and seconds_of(wait) is None:
            yield "waitForCapacityTimeout", f"expected a duration such as 10m or 0, got {wait!r}"

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the group with its tags; instances start at once."""
        call.client("autoscaling").create_auto_scaling_group(
            AutoScalingGroupName=inputs["name"],
            **_written(inputs, _PARAMETERS),
            **given(inputs, TargetGroupARNs="targetGroupArns"),
            **({"Tags": autoscaling_tags.to_aws(inputs["name"], inputs["tags"])} if inputs.get("tags") else {}),
        )
        return inputs["name"]

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Wait for the capacity, unless the program waits elsewhere."""
        self._wait_for_capacity(call, resource_id, inputs)

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the group."""
        found = _find(call, resource_id)
        if found is None or str(found.get("Status", "")).startswith("Delete"):
            return None
        if found.get("TerminationPolicies") == DEFAULT_POLICIES and not known.get("terminationPolicies"):
            del found["TerminationPolicies"]
        template: Value = found.get("LaunchTemplate") or {}
        return {
            "arn": found.get("AutoScalingGroupARN"),
            "availabilityZones": sorted(found.get("AvailabilityZones", [])),
            "launchTemplate": {
                "id": template.get("LaunchTemplateId", ""),
                "name": template.get("LaunchTemplateName", ""),
                "version": str(template.get("Version", "")),
            },
            "name": found.get("AutoScalingGroupName"),
            "protectFromScaleIn": found.get("NewInstancesProtectedFromScaleIn", False),
            "serviceLinkedRoleArn": found.get("ServiceLinkedRoleARN"),
            "tags": autoscaling_tags.from_aws(found.get("Tags", [])),
            "targetGroupArns": found.get("TargetGroupARNs", []),
            "vpcZoneIdentifiers": [item for item in found.get("VPCZoneIdentifier", "").split(",") if item],
            **{ours: found[aws] for aws, ours in _PARAMETERS.items() if aws in found},
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write sizes and settings, target groups, and tags: each through its own API, only where changed."""
        client = call.client("autoscaling")
        wanted = _changed(change)
        if wanted:
            client.update_auto_scaling_group(AutoScalingGroupName=resource_id, **wanted)
        if "targetGroupArns" in change:
            old, new = set(change.old.get("targetGroupArns") or []), set(change.new.get("targetGroupArns") or [])
            if new - old:
                arns = sorted(new - old)
                client.attach_load_balancer_target_groups(AutoScalingGroupName=resource_id, TargetGroupARNs=arns)
            if old - new:
                arns = sorted(old - new)
                client.detach_load_balancer_target_groups(AutoScalingGroupName=resource_id, TargetGroupARNs=arns)
        if "tags" in change:
            autoscaling_tags.write(call, resource_id, change.old.get("tags"), change.new.get("tags"))
        if change.any(*_WAITED_FOR):
            self._wait_for_capacity(call, resource_id, change.new)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Let the group shrink to nothing, wait for that, then delete it (Terraform's drain)."""
        client = call.client("autoscaling")
        if _find(call, resource_id) is None:
            return
        force = bool(known.get("forceDelete"))
        if not force:
            client.update_auto_scaling_group(AutoScalingGroupName=resource_id, MinSize=0, MaxSize=0, DesiredCapacity=0)
            call.until(lambda: _is_empty(call, resource_id), f"the instances of {resource_id} to end")
        client.delete_auto_scaling_group(AutoScalingGroupName=resource_id, ForceDelete=force)
        call.until(lambda: _find(call, resource_id) is None, f"{resource_id} to be deleted")

    def _wait_for_capacity(self, call: Call, resource_id: str, inputs: Properties) -> None:
        patience = seconds_of(inputs["waitForCapacityTimeout"]) or 0
        if patience == 0:
            return

        def reached() -> bool:
            found = _find(call, resource_id) or {}
            wanted = max(int(inputs["minSize"]), int(found.get("DesiredCapacity", 0)))
            serving = [item for item in found.get("Instances", []) if item.get("LifecycleState") == "InService"]
            return len(serving) >= wanted

        bounded = replace(call, deadline=min(call.deadline, time.monotonic() + patience))
        bounded.until(reached, f"the instances of {resource_id} to be in service")


def _find(call: Call, name: str) -> Value:
    found = call.client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[name])
    groups = found["AutoScalingGroups"]
    return groups[0] if groups else None


def _is_empty(call: Call, name: str) -> bool:
    found = _find(call, name)
    return found is None or not found.get("Instances")


def _written(inputs: Properties, names: dict[str, str]) -> Value:
    parameters = given(inputs, **names)
    if inputs.get("launchTemplate"):
        parameters["LaunchTemplate"] = given(
            inputs["launchTemplate"], LaunchTemplateId="id", LaunchTemplateName="name", Version="version"
        )
    if inputs.get("vpcZoneIdentifiers"):
        parameters["VPCZoneIdentifier"] = ",".join(inputs["vpcZoneIdentifiers"])
    if inputs.get("protectFromScaleIn") is not None:
        parameters["NewInstancesProtectedFromScaleIn"] = inputs["protectFromScaleIn"]
    return parameters


def _changed(change: Change) -> Value:
    return _written({name: value for name, value in change.new.items() if name in change}, _PARAMETERS)
