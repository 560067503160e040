"""Actions of listeners and rules: Pulumi's shape, AWS' shape, and the way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.property import Property, block, flag, group, items, number, text
from local.providers.resource import given
from local.providers.values import UNKNOWN, Properties, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAXIMUM_WEIGHT = 999
_MAXIMUM_SECONDS = 604800

_FORWARD = block(
    {
        "targetGroups": group(
            block({"arn": text(required=True), "weight": number(default=1)}), key="arn", required=True
        ),
        "stickiness": block({"enabled": flag(), "duration": number(required=True)}, computed=True),
    },
    computed=True,
)
_FIXED_RESPONSE = block({"contentType": text(required=True), "messageBody": text(), "statusCode": text(computed=True)})
_REDIRECT = block(
    {
        "host": text(default="#{host}"),
        "path": text(default="/#{path}"),
        "port": text(default="#{port}"),
        "protocol": text(default="#{protocol}"),
        "query": text(default="#{query}"),
        "statusCode": text(required=True),
    }
)
ACTIONS: Property = items(
    block(
        {
            "type": text(required=True),
            "order": number(computed=True),
            "targetGroupArn": text(computed=True),
            "forward": _FORWARD,
            "fixedResponse": _FIXED_RESPONSE,
            "redirect": _REDIRECT,
        }
    ),
    required=True,
)


def problems(actions: Value, path: str) -> Iterator[tuple[str, str]]:
    """Yield what AWS would refuse in ACTIONS (API reference, TargetGroupTuple, TargetGroupStickinessConfig)."""
    for position, action in enumerate(actions if isinstance(actions, list) else []):
        forward = action.get("forward") if isinstance(action, dict) else None
        if isinstance(forward, dict):
            yield from _forward_problems(forward, f"{path}[{position}].forward")


def _forward_problems(forward: Properties, path: str) -> Iterator[tuple[str, str]]:
    groups: Value = forward.get("targetGroups")
    for position, target in enumerate(groups if isinstance(groups, list) else []):
        weight: Value = target.get("weight", 1) if isinstance(target, dict) else 1
        if weight is not UNKNOWN and not 0 <= weight <= _MAXIMUM_WEIGHT:
            yield f"{path}.targetGroups[{position}].weight", f"expected 0 to {_MAXIMUM_WEIGHT}, got {weight}"
    sticky: Value = forward.get("stickiness")
    seconds: Value = sticky.get("duration") if isinstance(sticky, dict) else None
    if isinstance(seconds, int) and not 1 <= seconds <= _MAXIMUM_SECONDS:
        yield f"{path}.stickiness.duration", f"expected 1 to {_MAXIMUM_SECONDS} seconds, got {seconds}"


def to_aws(actions: list[Properties]) -> Value:
    """Return ACTIONS as ModifyListener and its like take them: the whole list."""
    return [_action(action, position) for position, action in enumerate(actions, start=1)]


def _action(action: Properties, position: int) -> Value:
    result: Properties = {"Type": action["type"], "Order": action.get("order") or position}
    result.update(given(action, TargetGroupArn="targetGroupArn") if action.get("targetGroupArn") else {})
    if action.get("forward"):
        result["ForwardConfig"] = _forward(action["forward"])
    if action.get("fixedResponse"):
        names = {"ContentType": "contentType", "MessageBody": "messageBody", "StatusCode": "statusCode"}
        result["FixedResponseConfig"] = given(action["fixedResponse"], **names)
    if action.get("redirect"):
        wanted = {**{name: schema.default for name, schema in _REDIRECT.fields.items()}, **action["redirect"]}
        result["RedirectConfig"] = {name[0].upper() + name[1:]: value for name, value in wanted.items()}
    return result


def _forward(forward: Properties) -> Value:
    result: Properties = {
        "TargetGroups": [
            {"TargetGroupArn": target["arn"], "Weight": target.get("weight", 1)} for target in forward["targetGroups"]
        ]
    }
    if forward.get("stickiness"):
        sticky = forward["stickiness"]
        result["TargetGroupStickinessConfig"] = {
            "Enabled": bool(sticky.get("enabled")),
            "DurationSeconds": sticky["duration"],
        }
    return result


def from_aws(actions: Value, known: Value) -> list[Properties]:
    """Return AWS' ACTIONS; a plain forward is told as KNOWN tells it, since AWS answers in both forms at once."""
    told = known if isinstance(known, list) else []
    sorted_actions = sorted(actions, key=lambda action: action.get("Order", 0))
    return [
        _told(action, told[position] if position < len(told) else {}, position + 1)
        for position, action in enumerate(sorted_actions)
    ]


def _told(action: Value, known: Value, position: int) -> Properties:
    result: Properties = {"type": action["Type"], "order": action.get("Order", position)}
    forward: Value = action.get("ForwardConfig") or {}
    targets: Value = forward.get("TargetGroups") or [
        {"TargetGroupArn": arn} for arn in [action.get("TargetGroupArn")] if arn
    ]
    if targets:
        simple = len(targets) == 1 and isinstance(known, dict) and not known.get("forward")
        result["targetGroupArn"] = targets[0]["TargetGroupArn"] if simple else ""
        if not simple:
            result["forward"] = _told_forward(targets, forward.get("TargetGroupStickinessConfig"))
    for ours, aws in (("fixedResponse", "FixedResponseConfig"), ("redirect", "RedirectConfig")):
        if action.get(aws):
            result[ours] = {name[0].lower() + name[1:]: value for name, value in action[aws].items()}
    return result


def _told_forward(targets: Value, sticky: Value) -> Properties:
    weighted = [{"arn": target["TargetGroupArn"], "weight": int(target.get("Weight", 1))} for target in targets]
    stickiness: Properties = {"enabled": bool((sticky or {}).get("Enabled"))}
    if sticky and sticky.get("DurationSeconds") is not None:
        stickiness["duration"] = int(sticky["DurationSeconds"])
    return {"targetGroups": weighted, "stickiness": stickiness}
