"""The last saved outputs of a stack, read without its lock and without a resource."""

from typing import Any

import pulumi

FUNCTION = "pulumi:pulumi:readStackOutputs"
"""The engine's own function behind StackReference. The resource would keep all of the other stack's outputs in this
one's state, weights included, so that every switch would show as a change here (docs/adr/0002)."""


def read_stack_outputs(stack: str) -> dict[str, Any]:
    """The outputs of STACK, a name or `organization/project/stack`; none before its first update.

    Raises what the engine answers where there is no such stack.
    """
    answer: Any = pulumi.runtime.invoke(FUNCTION, {"name": full_name(stack)}).value
    return dict((answer or {}).get("outputs") or {})


def full_name(stack: str) -> str:
    """`organization/project/stack` of STACK, which may be that already."""
    return stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
