"""The claim: what has a fixed name is made only where nothing of that name stands.

An update that was killed right after the create leaves something that no state knows; a second set of stacks of the
same name brings one that is not ours. AWS would only say that it exists.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components import cloud


class ClaimedError(Exception):
    """Something of that name exists; the message names it and the command that removes it."""


@dataclass(frozen=True)
class _Kind:
    """How a resource type's fixed name is looked for, given its inputs, and removed."""

    exists: Callable[[Mapping[str, Any]], bool]
    remove: str


def claim_hook(name: str) -> pulumi.ResourceHook:
    """The hook for the `before_create` of a parameter, log group or log stream. NAME must stay the same for ever."""

    async def claim(args: pulumi.ResourceHookArgs) -> None:
        kind, inputs = KINDS.get(args.type, PARAMETER), args.new_inputs or {}
        if await asyncio.to_thread(_exists, kind, inputs):
            raise ClaimedError(
                f"{inputs['name']} exists already, and this stack's state does not know it: a killed run left"
                " it, or another set of stacks has the same service and stack name. If it is a leftover, remove it and"
                f" run pulumi up again: {kind.remove.format(**inputs)}"
            )

    return pulumi.ResourceHook(name, claim)


def _exists(kind: _Kind, inputs: Mapping[str, Any]) -> bool:
    try:
        return kind.exists(inputs)
    except cloud.UNREACHABLE:
        # There is none, or something is wrong that the create itself will say.
        return False


def _parameter(inputs: Mapping[str, Any]) -> bool:
    return bool(cloud.ssm().get_parameter(Name=inputs["name"]))


def _log_group(inputs: Mapping[str, Any]) -> bool:
    found = cloud.logs().describe_log_groups(logGroupNamePrefix=inputs["name"])["logGroups"]
    return any(group.get("logGroupName") == inputs["name"] for group in found)


def _log_stream(inputs: Mapping[str, Any]) -> bool:
    group, name = inputs["logGroupName"], inputs["name"]
    found = cloud.logs().describe_log_streams(logGroupName=group, logStreamNamePrefix=name)["logStreams"]
    return any(stream.get("logStreamName") == name for stream in found)


PARAMETER = _Kind(_parameter, "aws ssm delete-parameter --name {name}")

KINDS = {
    "aws:ssm/parameter:Parameter": PARAMETER,
    "aws:cloudwatch/logGroup:LogGroup": _Kind(_log_group, "aws logs delete-log-group --log-group-name {name}"),
    "aws:cloudwatch/logStream:LogStream": _Kind(
        _log_stream, "aws logs delete-log-stream --log-group-name {logGroupName} --log-stream-name {name}"
    ),
}
"""By resource type."""
