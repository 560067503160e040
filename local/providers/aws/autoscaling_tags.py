"""Tags of auto scaling groups: an API of their own, and a word on whether instances get them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


def to_aws(name: str, tags: list[Properties]) -> Value:
    """Return TAGS of the group NAME as AWS takes them."""
    return [
        {
            "ResourceId": name,
            "ResourceType": "auto-scaling-group",
            "Key": tag["key"],
            "Value": tag["value"],
            "PropagateAtLaunch": bool(tag["propagateAtLaunch"]),
        }
        for tag in tags
    ]


def from_aws(tags: Value) -> list[Properties]:
    """Return AWS' TAGS in a steady order, without AWS' own."""
    told = [
        {"key": tag["Key"], "value": tag.get("Value", ""), "propagateAtLaunch": bool(tag.get("PropagateAtLaunch"))}
        for tag in tags
        if not tag["Key"].startswith("aws:")
    ]
    return sorted(told, key=lambda tag: tag["key"])


def write(call: Call, name: str, old: Value, new: Value) -> None:
    """Make the tags of the group NAME, which are OLD, be NEW."""
    client = call.client("autoscaling")
    before = {tag["key"]: tag for tag in old or []}
    after = {tag["key"]: tag for tag in new or []}
    gone = [tag for key, tag in before.items() if key not in after]
    changed = [tag for key, tag in after.items() if before.get(key) != tag]
    if gone:
        client.delete_tags(Tags=to_aws(name, gone))
    if changed:
        client.create_or_update_tags(Tags=to_aws(name, changed))
