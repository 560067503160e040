"""The last saved outputs of a stack, read without its lock and without a resource."""

import time
from typing import Any

import pulumi

FUNCTION = "pulumi:pulumi:readStackOutputs"
"""The engine's own function behind StackReference. The resource would keep all of the other stack's outputs in this
one's state, weights included, so that every switch would show as a change here (docs/adr/0002)."""

HALF_WRITTEN = "failed to load checkpoint"
"""What the engine says of a state that is being written at this moment, as a backend of files lets one see it."""

TRIES = 5

PAUSE = 0.1
"""Seconds between two tries; a state is written in less."""


def read_stack_outputs(stack: str) -> dict[str, Any]:
    """The outputs of STACK, a name or `organization/project/stack`; none before its first update.

    Raises what the engine answers where there is no such stack.
    """
    return _read(full_name(stack), TRIES)


def _read(name: str, tries: int) -> dict[str, Any]:
    try:
        answer: Any = pulumi.runtime.invoke(FUNCTION, {"name": name}).value
        return dict((answer or {}).get("outputs") or {})
    except Exception as error:
        if tries == 1 or HALF_WRITTEN not in str(error):
            raise
    time.sleep(PAUSE)
    return _read(name, tries - 1)


def full_name(stack: str) -> str:
    """`organization/project/stack` of STACK, which may be that already."""
    return stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
