"""The claim: a parameter with a fixed name is made only where none stands.

An update that was killed right after the create leaves one that no state knows; a second set of stacks of the same name
brings one that is not ours. AWS would only say that it exists.
"""

import asyncio

import pulumi

from components import cloud


class ClaimedError(Exception):
    """A parameter of that name exists; the message names it and the command that removes it."""


def claim_hook(name: str) -> pulumi.ResourceHook:
    """The hook for a parameter's `before_create`. NAME must stay the same for ever."""

    async def claim(args: pulumi.ResourceHookArgs) -> None:
        parameter = str((args.new_inputs or {}).get("name", ""))
        if await asyncio.to_thread(_exists, parameter):
            raise ClaimedError(
                f"{parameter} exists already, and this stack's state does not know it: a killed run left"
                " it, or another set of stacks has the same service and stack name. If it is a leftover, remove it and"
                f" run pulumi up again: aws ssm delete-parameter --name {parameter}"
            )

    return pulumi.ResourceHook(name, claim)


def _exists(parameter: str) -> bool:
    try:
        cloud.ssm().get_parameter(Name=parameter)
    except cloud.UNREACHABLE:
        # There is none, or something is wrong that the create itself will say.
        return False
    return True
