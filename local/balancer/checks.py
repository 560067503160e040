"""Health checks of all registered targets: who is probed, when, and what it means for traffic."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from local.balancer.health import NOT_IN_USE, Health, TargetHealth

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container

    from local.balancer.snapshot import Address, HealthCheck, TargetGroup

Name = tuple[str, str]
"""Target group ARN and target key."""


class Probe(Protocol):
    """What `Prober.probe` does."""

    def __call__(self, address: Address | None, check: HealthCheck) -> Awaitable[Health | None]:
        """Return None for a passed check, else what is wrong."""
        ...


class HealthChecks:
    """Probes each registered target of each referenced group; the first probe comes with registration.

    A group that no listener names is not probed, its targets are unused (ALB guide, "Health checks for your
    target groups": checks run "after you specify a target group in a rule for a listener").
    """

    def __init__(self, probe: Probe, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """PROBE asks one target; SLEEP waits the given seconds. Of its interval a check waits the share `pace`."""
        self._probe = probe
        self._sleep = sleep
        self.pace = 1.0
        self._states: dict[Name, TargetHealth] = {}
        self._tasks: dict[Name, tuple[Address | None, HealthCheck, asyncio.Task[None]]] = {}

    def see(self, groups: dict[str, TargetGroup], referenced: Container[str]) -> None:
        """Take in GROUPS; start, restart and end probes so that they fit."""
        wanted = {
            (arn, key): (target.address, group.health_check)
            for arn, group in groups.items()
            if arn in referenced
            for key, target in group.targets.items()
        }
        for name in self._tasks.keys() - wanted.keys():
            self._end(name)
            self._states.pop(name, None)
        for name, (address, check) in wanted.items():
            running = self._tasks.get(name)
            if running is None or running[:2] != (address, check):
                self._end(name)
                state = self._states.setdefault(name, TargetHealth())
                self._tasks[name] = (address, check, asyncio.create_task(self._watch(state, address, check)))

    def health(self, group: str, target: str) -> Health:
        """Return the health of a registered target."""
        state = self._states.get((group, target))
        return state.health if state else NOT_IN_USE

    def traffic_targets(self, group: TargetGroup) -> list[str]:
        """Keys of the targets that get requests: the healthy ones, or all when none is healthy.

        ALB guide, "Health checks for your target groups": if a target group contains only unhealthy
        registered targets, requests go to all of them. That `initial` targets count as unhealthy here is
        assumed.
        """
        healthy = [key for key in group.targets if self.health(group.arn, key).state == "healthy"]
        return healthy or list(group.targets)

    async def stop(self) -> None:
        """End all probes."""
        tasks = [task for _, _, task in self._tasks.values()]
        for name in list(self._tasks):
            self._end(name)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _watch(self, state: TargetHealth, address: Address | None, check: HealthCheck) -> None:
        while True:
            wrong = await self._probe(address, check)
            if wrong is None:
                state.passed(check)
            else:
                state.failed(wrong, check)
            await self._sleep(check.interval * self.pace)

    def _end(self, name: Name) -> None:
        if name in self._tasks:
            self._tasks.pop(name)[2].cancel()
