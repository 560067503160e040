"""aws:lb/listenerRule:ListenerRule."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.aws import actions
from local.providers.aws.elb_tags import tags_of
from local.providers.property import block, group, mapping, number, text, texts
from local.providers.resource import Change, ResourceType, tag_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_CONDITION = block(
    {
        "httpHeader": block({"httpHeaderName": text(required=True), "values": texts(required=True)}),
        "hostHeader": block({"values": texts(required=True)}),
        "pathPattern": block({"values": texts(required=True)}),
        "sourceIp": block({"values": texts(required=True)}),
    }
)
_FIELDS = {
    "hostHeader": ("host-header", "HostHeaderConfig"),
    "httpHeader": ("http-header", "HttpHeaderConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"),
    "sourceIp": ("source-ip", "SourceIpConfig"),
}
_MAXIMUM_PRIORITY = 50000


class ListenerRule(ResourceType):
    """What a listener does with requests that meet conditions."""

    token = "aws:lb/listenerRule:ListenerRule"  # noqa: S105 - a type token
    title = "listener rule"
    properties: ClassVar = {
        "listenerArn": text(required=True, replaces=True),
        "priority": number(required=True),
        "actions": actions.ACTIONS,
        "conditions": group(_CONDITION, required=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn"})
    missing = frozenset({"RuleNotFound", "ListenerNotFound"})
    tagger = tagging.elbv2

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check the priority (API reference, CreateRule), weights and stickiness."""
        priority = inputs.get("priority")
        if isinstance(priority, int) and not 1 <= priority <= _MAXIMUM_PRIORITY:
            yield "priority", f"expected 1 to {_MAXIMUM_PRIORITY}, got {priority}"
        yield from actions.problems(inputs.get("actions"), "actions")

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the rule."""
        made = call.client("elbv2").create_rule(
            ListenerArn=inputs["listenerArn"],
            Priority=inputs["priority"],
            Actions=actions.to_aws(inputs["actions"]),
            Conditions=[_condition(condition) for condition in inputs["conditions"]],
            **({"Tags": tag_list(inputs["tagsAll"])} if inputs.get("tagsAll") else {}),
        )
        return made["Rules"][0].get("RuleArn", "")

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the rule and its tags."""
        found = call.client("elbv2").describe_rules(RuleArns=[resource_id])["Rules"]
        if not found:
            return None
        rule: Value = found[0]
        return {
            "arn": resource_id,
            "actions": actions.from_aws(rule["Actions"], known.get("actions")),
            "conditions": [_told(condition) for condition in rule["Conditions"]],
            "listenerArn": known.get("listenerArn") or _listener_of(resource_id),
            "priority": int(rule["Priority"]),
            "tagsAll": tags_of(call, resource_id),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Write priority, and actions with conditions: one call each, only where they changed."""
        client = call.client("elbv2")
        if "priority" in change:
            client.set_rule_priorities(RulePriorities=[{"RuleArn": resource_id, "Priority": change.new["priority"]}])
        wanted: Value = {}
        if "actions" in change:
            wanted["Actions"] = actions.to_aws(change.new["actions"])
        if "conditions" in change:
            wanted["Conditions"] = [_condition(condition) for condition in change.new["conditions"]]
        if wanted:
            client.modify_rule(RuleArn=resource_id, **wanted)

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the rule."""
        del known
        call.client("elbv2").delete_rule(RuleArn=resource_id)


def _condition(condition: Properties) -> Value:
    for ours, (field, config) in _FIELDS.items():
        if condition.get(ours):
            wanted: Properties = {"Values": condition[ours]["values"]}
            if ours == "httpHeader":
                wanted["HttpHeaderName"] = condition[ours]["httpHeaderName"]
            return {"Field": field, config: wanted}
    return {}


def _told(condition: Value) -> Properties:
    for ours, (field, config) in _FIELDS.items():
        if condition["Field"] == field:
            found = condition.get(config) or {}
            told: Properties = {"values": found.get("Values") or condition.get("Values", [])}
            if ours == "httpHeader":
                told["httpHeaderName"] = found.get("HttpHeaderName")
            return {ours: told}
    return {}


def _listener_of(rule_arn: str) -> str:
    return rule_arn.rpartition("/")[0].replace(":listener-rule/", ":listener/")
