"""EC2's instances as the supervisor's processes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.cloud.supervisor import Supervisor


@dataclass(frozen=True)
class Machine:
    """What was launched; `launched` is Unix seconds."""

    group: str | None
    image: str
    role: str | None
    launched: float


class Machines:
    """Every instance ever launched, and those that terminated but may not stop yet."""

    def __init__(self, supervisor: Supervisor) -> None:
        """Begin with none; SUPERVISOR runs them."""
        self._supervisor = supervisor
        self._machines: dict[str, Machine] = {}
        self._leaving: set[str] = set()

    def launch(  # noqa: PLR0913  an instance has that many properties
        self, instance_id: str, *, user_data: str, ports: Sequence[int], role: str | None, image: str, group: str | None
    ) -> None:
        """Run the instance; GROUP is the name of the auto scaling group that launched it."""
        self._machines[instance_id] = Machine(group, image, role, time.time())
        self._supervisor.launch(instance_id, user_data=user_data, ports=ports, role=role, image=image)

    def leave(self, instance_id: str) -> None:
        """Mark the instance as terminated; its process goes on until `release`."""
        if instance_id in self._machines:
            self._leaving.add(instance_id)

    def release(self, held: Callable[[str], bool]) -> None:
        """Stop every terminated instance that HELD does not hold back."""
        for instance_id in [each for each in self._leaving if not held(each)]:
            self._leaving.discard(instance_id)
            self._supervisor.terminate(instance_id)

    def address(self, instance_id: str, port: int) -> tuple[str, int] | None:
        """Where the instance's PORT listens on this machine."""
        return self._supervisor.address(instance_id, port)

    def describe(self) -> list[dict[str, Any]]:
        """Describe all instances for people and tests."""
        return [self._describe(seen) for seen in self._supervisor.describe()]

    def _describe(self, seen: dict[str, Any]) -> dict[str, Any]:
        machine = self._machines.get(seen["id"])
        state = "draining" if seen["id"] in self._leaving else seen.get("state", "running")
        known = {} if machine is None else {
            "group": machine.group, "image": machine.image, "role": machine.role, "launched": machine.launched,
        }  # fmt: skip
        return {**seen, **known, "state": state}
