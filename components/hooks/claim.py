"""The claim: what can exist only once is made only where it does not stand yet.

An update that was killed right after the create leaves something that no state knows; a second set of stacks of the
same name brings one that is not ours. AWS would only say that it exists.
"""

import asyncio

import pulumi

from components import cloud
from components.existing import Existing, find_existing


class ClaimedError(Exception):
    """Something of that kind stands already; the message names it and the command that removes it."""


def claim_hook(name: str) -> pulumi.ResourceHook:
    """The hook for the `before_create` of a type that `find_existing` knows. NAME must stay the same for ever."""

    async def claim(args: pulumi.ResourceHookArgs) -> None:
        existing = await asyncio.to_thread(_existing, args)
        if existing:
            raise ClaimedError(
                f"{existing.name} exists already, and this stack's state does not know it: a killed run left"
                " it, or another set of stacks has the same service and stack name. If it is a leftover, remove it and"
                f" run pulumi up again: {existing.removal}"
            )

    return pulumi.ResourceHook(name, claim)


def claimed(claim: pulumi.ResourceHook, opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """OPTS with CLAIM before the create."""
    hooks = pulumi.ResourceHookBinding(before_create=[claim])
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(hooks=hooks))


def _existing(args: pulumi.ResourceHookArgs) -> Existing | None:
    try:
        return find_existing(args.type, args.new_inputs or {})
    except cloud.UNREACHABLE:
        # There is none, or something is wrong that the create itself will say.
        return None
