"""Stand-ins for the supervisor, the balancer and time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Sequence

PORT_SHIFT = 30_000


class Clock:
    """Seconds that pass only on demand."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds now."""
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        """Let SECONDS pass."""
        self.now += seconds


@dataclass(frozen=True)
class Launch:
    """What the supervisor was asked to run."""

    user_data: str
    ports: tuple[int, ...]
    role: str | None
    image: str


class FakeSupervisor:
    """Runs nothing; remembers everything."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.launched: dict[str, Launch] = {}
        self.terminated: list[str] = []
        self.closed = False

    def launch(self, instance_id: str, *, user_data: str, ports: Sequence[int], role: str | None, image: str) -> None:
        """Remember the launch."""
        self.launched[instance_id] = Launch(user_data, tuple(ports), role, image)

    def terminate(self, instance_id: str) -> None:
        """Remember the termination."""
        self.terminated.append(instance_id)

    def address(self, instance_id: str, port: int) -> tuple[str, int] | None:
        """An address for whatever was launched."""
        return ("127.0.0.1", PORT_SHIFT + port) if instance_id in self.launched else None

    def describe(self) -> list[dict[str, Any]]:
        """All launches, as the real one tells them."""
        return [
            {
                "id": each,
                "state": "stopped" if each in self.terminated else "running",
                "folder": f"/nowhere/{each}",
                "ports": {},
            }
            for each in self.launched
        ]

    def close(self) -> None:
        """Remember it."""
        self.closed = True


class FakeBalancer:
    """Exchanges with the cloud when a test says so."""

    def __init__(self, endpoint: str) -> None:
        """Talk to the cloud at ENDPOINT."""
        self._endpoint = endpoint
        self.health: dict[str, dict[str, dict[str, str]]] = {}
        self.in_flight: dict[str, int] = {}
        self.bound: dict[str, int] = {}
        self.metrics: dict[str, Any] | None = None

    def exchange(self) -> dict[str, Any]:
        """One exchange; the cloud's answer."""
        report = {"health": self.health, "in_flight": self.in_flight, "bound": self.bound, "traffic": {"requests": {}}}
        if self.metrics is not None:
            report["metrics"] = self.metrics
        return tell(self._endpoint, "exchange", report)

    def targets(self, group: str) -> list[dict[str, Any]]:
        """Return the targets of GROUP (an ARN) that the cloud wants."""
        return next(each["targets"] for each in self.exchange()["target_groups"] if each["arn"] == group)

    def see(self, group: str, instance: str, state: str, reason: str = "") -> None:
        """Report that INSTANCE's port 8080 in GROUP is in STATE."""
        self.health.setdefault(group, {})[f"{instance}:8080"] = {"state": state, "reason": reason, "description": ""}
        self.exchange()


def ask(endpoint: str, path: str) -> dict[str, Any]:
    """GET /_local/PATH."""
    with urlopen(f"{endpoint}/_local/{path}") as answer:  # noqa: S310  our own server
        return json.load(answer)


def tell(endpoint: str, path: str, body: object) -> dict[str, Any]:
    """POST BODY to /_local/PATH."""
    with urlopen(Request(f"{endpoint}/_local/{path}", json.dumps(body).encode())) as answer:  # noqa: S310  as above
        return json.load(answer)
