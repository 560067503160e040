"""What the cloud needs from whoever runs the instances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Supervisor(Protocol):
    """Runs each instance's user data as processes of this machine."""

    def launch(self, instance_id: str, *, user_data: str, ports: Sequence[int], role: str | None, image: str) -> None:
        """Start the instance and return at once. ROLE is the name of its profile's role."""
        ...

    def terminate(self, instance_id: str) -> None:
        """Ask the instance's processes to end, force them after a grace; returns at once."""
        ...

    def address(self, instance_id: str, port: int) -> tuple[str, int] | None:
        """Host and port where the instance's PORT really listens; None while it has none."""
        ...

    def describe(self) -> list[dict[str, Any]]:
        """Every instance known, by `id`, with at least `state`, `folder` and `ports`."""
        ...

    def close(self) -> None:
        """End all instances."""
        ...
