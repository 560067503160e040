"""An auto scaling group refuses what AWS refuses.

moto takes a name twice (and forgets the first group), any capacity, and target groups that don't exist (leaving the
group behind); it deletes a group that still has instances. AWS: API reference, CreateAutoScalingGroup (AlreadyExists),
SetDesiredCapacity, DeleteAutoScalingGroup ("If the group has instances or scaling activities in progress, you must
specify the option to force the deletion": ResourceInUse). The wording of the messages is assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.autoscaling.exceptions import AutoscalingClientError, ValidationError
from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup
from moto.autoscaling.responses import AutoScalingResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check before moto changes anything."""

    @patching.around(AutoScalingBackend, "create_auto_scaling_group")
    def _create(original: Callable[..., Any], self: AutoScalingBackend, **options: Any) -> Any:  # noqa: ANN401  moto's
        if options["name"] in self.autoscaling_groups:
            message = f"AutoScalingGroup by this name already exists - A group with the name {options['name']}"
            raise AutoscalingClientError("AlreadyExists", f"{message} already exists")
        _check_sizes(options["min_size"], options["max_size"], options["desired_capacity"])
        _check_target_groups(self, options.get("target_group_arns") or [])
        return original(**options)

    @patching.around(AutoScalingBackend, "update_auto_scaling_group")
    def _update(original: Callable[..., Any], self: AutoScalingBackend, name: str, **options: Any) -> Any:  # noqa: ANN401  moto's
        if group := self.autoscaling_groups.get(name):
            minimum = _first(options.get("min_size"), group.min_size)
            _check_sizes(minimum, _first(options.get("max_size"), group.max_size), options.get("desired_capacity"))
        return original(name=name, **options)

    @patching.around(AutoScalingBackend, "attach_load_balancer_target_groups")
    def _attach(
        original: Callable[..., None], self: AutoScalingBackend, group_name: str, target_group_arns: list[str]
    ) -> None:
        _check_target_groups(self, target_group_arns)
        original(group_name, target_group_arns)

    @patching.around(AutoScalingResponse, "set_desired_capacity")
    def _set_desired(original: Callable[..., Any], self: AutoScalingResponse) -> Any:  # noqa: ANN401  moto's
        params = self._get_params()  # pyright: ignore[reportPrivateUsage]
        _check_desired(_group(self, params["AutoScalingGroupName"]), int(params["DesiredCapacity"]))
        return original()

    @patching.around(AutoScalingResponse, "delete_auto_scaling_group")
    def _delete(original: Callable[..., Any], self: AutoScalingResponse) -> Any:  # noqa: ANN401  moto's
        params = self._get_params()  # pyright: ignore[reportPrivateUsage]
        group = self.autoscaling_backend.autoscaling_groups.get(params["AutoScalingGroupName"])
        if group and group.instance_states and not params.get("ForceDelete"):
            raise AutoscalingClientError(
                "ResourceInUse",
                "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s)"
                " still in the group.",
            )
        return original()


def _group(response: AutoScalingResponse, name: str) -> FakeAutoScalingGroup:
    found = response.autoscaling_backend.autoscaling_groups.get(name)
    if found is None:
        raise ValidationError(f"AutoScalingGroup name not found - null: {name}")
    return found


def _check_target_groups(backend: AutoScalingBackend, arns: list[str]) -> None:
    if any(arn not in backend.elbv2_backend.target_groups for arn in arns):
        raise ValidationError("Provided Target Groups may not be valid. Please ensure they exist and try again.")


def _check_sizes(minimum: Any, maximum: Any, desired: Any) -> None:  # noqa: ANN401  moto passes numbers as it got them
    low, high = int(minimum), int(maximum)
    if high < low:
        raise ValidationError(f"Max bound, {high}, must be greater than or equal to min bound, {low}")
    if desired is not None and not low <= int(desired) <= high:
        raise ValidationError(
            f"Desired capacity:{desired} must be between the specified min size:{low} and max size:{high}"
        )


def _check_desired(group: FakeAutoScalingGroup, desired: int) -> None:
    wanted = f"New SetDesiredCapacity value {desired}"
    if desired < int(group.min_size or 0):
        raise ValidationError(f"{wanted} is below min value {group.min_size} for the AutoScalingGroup.")
    if desired > int(group.max_size or 0):
        raise ValidationError(f"{wanted} is above max value {group.max_size} for the AutoScalingGroup.")


def _first(wanted: Any, present: Any) -> Any:  # noqa: ANN401  as above
    return present if wanted is None else wanted
