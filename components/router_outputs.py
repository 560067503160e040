"""What an environment takes from its router's stack."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.output import UNKNOWN

from components.environment_args import DRAIN_SECONDS
from components.guard.protection import GONE
from components.stack_outputs import full_name, read_stack_outputs

NEEDED = ("vpc_id", "private_subnet_ids", "target_group_arns", "load_balancer_security_group_id")
"""Outputs of the router that an environment is built on."""


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

    @property
    def drain_seconds(self) -> int:
        """Seconds after a switch in which the old color is still needed."""
        return int(self._known.get("drain_seconds") or DRAIN_SECONDS)

    @property
    def switch_log(self) -> str | None:
        """Name of the switch log's group; None where the router has none yet."""
        return self._known.get("switch_log")

    @property
    def target_groups(self) -> Mapping[str, str]:
        """Target groups (ARNs) by color; none where the router has none yet."""
        return self._known.get("target_group_arns") or {}

    def get(self, output: str) -> pulumi.Output[Any]:
        """One of NEEDED; unknown where the router does not have it yet."""
        value = self._known.get(output)
        return pulumi.Output.from_input(UNKNOWN if value is None else value)


def _read(stack: str) -> dict[str, Any]:
    try:
        return read_stack_outputs(stack)
    except Exception as error:
        raise pulumi.RunError(
            f"the router's stack {full_name(stack)} can't be read: {_reason(error)}."
            f" Create and deploy it: pulumi stack init {stack}, then pulumi up --stack {stack};"
            " or name another: pulumi config set router NAME. If it is gone for good, and only this color is left:"
            f" pulumi config set router {GONE}, then pulumi destroy --run-program"
        ) from error


def _reason(error: BaseException) -> str:
    return str(error).strip().splitlines()[-1].strip() if str(error).strip() else type(error).__name__
