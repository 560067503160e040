"""A forward action is checked and completed as AWS does.

moto takes any weight anywhere, and unknown target groups in ModifyListener. AWS: API reference, TargetGroupTuple
(weight 0 to 999), ForwardActionConfig, TargetGroupStickinessConfig (1 to 604800 seconds). AWS also answers a single
target group in both ways, as TargetGroupArn and within ForwardConfig (AWS CLI reference, describe-listeners, examples),
and stickiness that was not given as disabled with 3600 seconds (pulumi/pulumi-aws issue 5771). Messages are assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from moto.elbv2.exceptions import ELBClientError, ValidationError
from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListener

from local.cloud import backends

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching

MAX_WEIGHT = 999
MAX_TARGET_GROUPS = 5
MAX_STICKINESS = 604_800
NO_STICKINESS = {"Enabled": False, "DurationSeconds": 3600}


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Check every action before it is stored."""

    @patching.around(FakeAction, "__init__")
    def _init(original: Callable[..., None], _self: FakeAction, data: dict[str, Any]) -> None:
        original(_complete(data))

    @patching.around(ELBv2Backend, "_validate_actions")
    def _validate(original: Callable[..., None], _self: ELBv2Backend, actions: list[FakeAction]) -> None:
        for action in actions:
            _check(action.data)
        original(actions)

    @patching.around(ELBv2Backend, "create_listener")
    def _create_listener(
        original: Callable[..., FakeListener],
        _self: ELBv2Backend,
        load_balancer_arn: str,
        *rest: object,
        **options: Any,  # noqa: ANN401  moto's
    ) -> FakeListener:
        _check_association(load_balancer_arn, options.get("actions") or [])
        return original(load_balancer_arn, *rest, **options)

    @patching.around(ELBv2Backend, "modify_listener")
    def _modify_listener(
        original: Callable[..., FakeListener], self: ELBv2Backend, arn: str, *rest: object
    ) -> FakeListener:
        actions: list[dict[str, Any]] = cast("list[dict[str, Any]] | None", rest[4]) or []
        listener = self.describe_listeners(None, [arn])[0]
        self._validate_actions(_actions(actions))  # pyright: ignore[reportPrivateUsage]
        _check_association(listener.load_balancer_arn, actions)
        return original(arn, *rest)


def _actions(data: list[dict[str, Any]]) -> list[FakeAction]:
    # moto's metaclass hides from the type checker what a model's constructor returns.
    return cast("list[FakeAction]", [FakeAction(each) for each in data])


def _complete(data: dict[str, Any]) -> dict[str, Any]:
    if data.get("Type") != "forward":
        return data
    forward: dict[str, Any] = {
        "TargetGroups": [{"TargetGroupArn": data.get("TargetGroupArn")}],
        **data.get("ForwardConfig", {}),
    }
    groups = [{**group, "Weight": group.get("Weight", 1)} for group in forward["TargetGroups"]]
    single = {"TargetGroupArn": groups[0]["TargetGroupArn"]} if len(groups) == 1 else {}
    stickiness: dict[str, Any] = {**NO_STICKINESS, **forward.get("TargetGroupStickinessConfig", {})}
    return {**data, **single, "ForwardConfig": {"TargetGroups": groups, "TargetGroupStickinessConfig": stickiness}}


def _check(data: dict[str, Any]) -> None:
    forward = data.get("ForwardConfig", {})
    groups = forward.get("TargetGroups", [])
    if len(groups) > MAX_TARGET_GROUPS:
        raise ValidationError(f"A forward action can name at most {MAX_TARGET_GROUPS} target groups")
    for group in groups:
        if not 0 <= int(group["Weight"]) <= MAX_WEIGHT:
            raise ValidationError(f"Target group weight '{group['Weight']}' must be between 0 and {MAX_WEIGHT}")
    duration = int(forward.get("TargetGroupStickinessConfig", NO_STICKINESS)["DurationSeconds"])
    if not 1 <= duration <= MAX_STICKINESS:
        raise ValidationError(f"Stickiness duration '{duration}' must be between 1 and {MAX_STICKINESS} seconds")


def _check_association(load_balancer: str, actions: list[dict[str, Any]]) -> None:
    for group in backends.forwarded(_actions(actions)):
        if set(backends.users_of(group)) - {load_balancer}:
            raise ELBClientError(
                "TargetGroupAssociationLimit",
                f"The following target groups cannot be associated with more than one load balancer: {group}",
            )
