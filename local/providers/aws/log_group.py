"""aws:cloudwatch/logGroup:LogGroup."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.property import flag, mapping, number, text
from local.providers.resource import AutoName, Change, ResourceType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

# Source: API reference of CloudWatch Logs, PutRetentionPolicy. 0 is the provider's word for "never".
_RETENTIONS = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731)
_LONG_RETENTIONS = (1096, 1827, 2192, 2557, 2922, 3288, 3653)


class LogGroup(ResourceType):
    """Where logs are kept, for how many days."""

    token = "aws:cloudwatch/logGroup:LogGroup"  # noqa: S105 - a type token
    title = "log group"
    properties: ClassVar = {
        "name": text(replaces=True),
        "retentionInDays": number(default=0),
        "skipDestroy": flag(default=False, local=True),
        "tags": mapping(),
    }
    outputs = frozenset({"arn"})
    defaults_out: ClassVar = {"kmsKeyId": "", "logGroupClass": "STANDARD", "namePrefix": ""}
    name = AutoName(maximum=512)
    missing = frozenset({"ResourceNotFoundException"})
    tagger = tagging.log_group

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check the days: AWS knows a list of them."""
        days: Value = inputs["retentionInDays"]
        allowed = _RETENTIONS + _LONG_RETENTIONS
        if isinstance(days, (int, float)) and days not in allowed:
            yield "retentionInDays", f"expected one of {', '.join(map(str, allowed))}, got {days}"

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the group."""
        tags: Value = {"tags": inputs["tagsAll"]} if inputs.get("tagsAll") else {}
        call.client("logs").create_log_group(logGroupName=inputs["name"], **tags)
        return inputs["name"]

    def settle(self, call: Call, resource_id: str, inputs: Properties) -> None:
        """Set the retention; a new group keeps its logs for ever."""
        if inputs["retentionInDays"]:
            self._retain(call, resource_id, inputs["retentionInDays"])

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Find the group among those whose name starts alike, and ask for its tags."""
        del known
        client = call.client("logs")
        groups: Value = client.describe_log_groups(logGroupNamePrefix=resource_id)["logGroups"]
        group = next((group for group in groups if group["logGroupName"] == resource_id), None)
        if group is None:
            return None
        arn = group["arn"].removesuffix(":*")
        tags = client.list_tags_for_resource(resourceArn=arn)["tags"]
        return {
            "arn": arn,
            "name": resource_id,
            "retentionInDays": group.get("retentionInDays", 0),
            "tagsAll": dict(sorted(tags.items())),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Change the retention."""
        if "retentionInDays" in change:
            self._retain(call, resource_id, change.new["retentionInDays"])

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the group, unless it is to outlive the stack."""
        if not known.get("skipDestroy"):
            call.client("logs").delete_log_group(logGroupName=resource_id)

    def _retain(self, call: Call, resource_id: str, days: int) -> None:
        if days:
            call.client("logs").put_retention_policy(logGroupName=resource_id, retentionInDays=days)
        else:
            call.client("logs").delete_retention_policy(logGroupName=resource_id)
