"""aws:cloudwatch/logStream:LogStream."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers.property import text
from local.providers.resource import AutoName, ResourceType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_MAXIMUM = 512


class LogStream(ResourceType):
    """One sequence of events in a log group; the official provider's id of it is its name alone."""

    token = "aws:cloudwatch/logStream:LogStream"  # noqa: S105 - a type token
    title = "log stream"
    properties: ClassVar = {
        "name": text(replaces=True),
        "logGroupName": text(required=True, replaces=True),
    }
    outputs = frozenset({"arn"})
    name = AutoName()
    missing = frozenset({"ResourceNotFoundException"})

    def validate(self, inputs: Properties) -> Iterable[tuple[str, str]]:
        """Check the name (API reference, CreateLogStream)."""
        name = inputs.get("name")
        if isinstance(name, str) and len(name) > _MAXIMUM:
            yield "name", f"expected at most {_MAXIMUM} characters, got {len(name)}"
        if isinstance(name, str) and ":" in name:
            yield "name", f"a colon is not valid in {name!r}"

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the stream in its group, which must exist."""
        call.client("logs").create_log_stream(logGroupName=inputs["logGroupName"], logStreamName=inputs["name"])
        return inputs["name"]

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Find the stream among those of its group whose name starts alike."""
        group = known.get("logGroupName", "")
        found: Value = call.client("logs").describe_log_streams(logGroupName=group, logStreamNamePrefix=resource_id)
        stream = next((each for each in found["logStreams"] if each["logStreamName"] == resource_id), None)
        return None if stream is None else {"arn": stream["arn"], "logGroupName": group, "name": resource_id}

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the stream with its events."""
        call.client("logs").delete_log_stream(logGroupName=known["logGroupName"], logStreamName=resource_id)
