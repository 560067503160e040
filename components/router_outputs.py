"""What an environment takes from its router's stack."""

from typing import Any

import pulumi
from pulumi.output import UNKNOWN

NEEDED = ("vpc_id", "private_subnet_ids", "target_group_arns", "load_balancer_security_group_id")
"""Outputs of the router that an environment is built on."""

FUNCTION = "pulumi:pulumi:readStackOutputs"
"""The engine's own function behind StackReference. The resource would keep all of the router's outputs in the
environment's state, weights included, so that every switch would show as a change there (docs/adr/0002)."""


class RouterOutputs:
    """The last saved outputs of a router's stack, read without its lock."""

    def __init__(self, stack: str) -> None:
        """Read STACK, a name or `organization/project/stack`.

        Raises pulumi.RunError when there is no such stack, and in an update also when it was not deployed yet: before
        anything is built. In a preview a missing output is unknown, since the change under review may add it.
        """
        self._known = _read(stack)
        missing = [output for output in NEEDED if self._known.get(output) is None]
        if not missing:
            return
        message = f"the router's stack {stack} has no {', '.join(missing)}. Deploy it first: pulumi up --stack {stack}"
        if not pulumi.runtime.is_dry_run():
            raise pulumi.RunError(message)
        pulumi.log.warn(message)

    def get(self, output: str) -> pulumi.Output[Any]:
        """One of NEEDED; unknown where the router does not have it yet."""
        value = self._known.get(output)
        return pulumi.Output.from_input(UNKNOWN if value is None else value)


def _read(stack: str) -> dict[str, Any]:
    name = stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
    try:
        answer: Any = pulumi.runtime.invoke(FUNCTION, {"name": name}).value
    except Exception as error:
        raise pulumi.RunError(
            f"the router's stack {name} can't be read: {_reason(error)}."
            f" Create and deploy it: pulumi stack init {stack}, then pulumi up --stack {stack};"
            " or name another: pulumi config set router NAME"
        ) from error
    return dict((answer or {}).get("outputs") or {})


def _reason(error: BaseException) -> str:
    return str(error).strip().splitlines()[-1].strip() if str(error).strip() else type(error).__name__
