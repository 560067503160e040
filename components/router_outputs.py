"""What an environment takes from its router's stack."""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.output import UNKNOWN

NEEDED = ("vpc_id", "private_subnet_ids", "target_group_arns", "load_balancer_security_group_id")
"""Outputs of the router that an environment is built on."""


class RouterOutputs:
    """The outputs of the router's stack STACK, a name or `organization/project/stack`.

    One that is missing is unknown in a preview, since the change under review may add it; in an update it is an error,
    and `checked` makes everything wait for that verdict, so that nothing is half built.
    """

    def __init__(self, stack: str) -> None:
        """Refer to STACK; a stack that doesn't exist fails the run."""
        name = stack if "/" in stack else f"{pulumi.get_organization()}/{pulumi.get_project()}/{stack}"
        reference = pulumi.StackReference(name)
        self.stack = stack
        self._outputs = pulumi.Output.all(**{output: reference.get_output(output) for output in NEEDED})
        self._checked = self._outputs.apply(self._check)

    def checked(self, value: Any) -> pulumi.Output[Any]:  # noqa: ANN401  passes on whatever it is given
        """VALUE, once the router is known to be complete."""
        return self._checked.apply(lambda _: value)

    def get(self, output: str) -> pulumi.Output[Any]:
        """One of NEEDED."""
        return self._outputs.apply(lambda known: UNKNOWN if known[output] is None else known[output])

    def _check(self, known: Mapping[str, Any]) -> bool:
        missing = [output for output in NEEDED if known[output] is None]
        if missing:
            message = (
                f"the router's stack {self.stack} has no {', '.join(missing)}."
                f" Deploy it first: pulumi up --stack {self.stack}"
            )
            if not pulumi.runtime.is_dry_run():
                raise pulumi.RunError(message)
            pulumi.log.warn(message)
        return True
