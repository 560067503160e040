"""Targets, snapshots and clients for the balancer's tests."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from local.balancer.balancer import Balancer
from local.balancer.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from local.balancer.snapshot import Address

    Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

LISTENER = "arn:listener"
ALB = "arn:alb"
SOON = 5.0


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def forward(*, stickiness: int | None = None, **weights: int) -> dict[str, Any]:
    """Make a weighted forward to groups by name; STICKINESS in seconds."""
    groups = [{"TargetGroupArn": name, "Weight": weight} for name, weight in weights.items()]
    sticky = {"Enabled": stickiness is not None, "DurationSeconds": stickiness or 3600}
    return {"Type": "forward", "ForwardConfig": {"TargetGroups": groups, "TargetGroupStickinessConfig": sticky}}


def header_rule(value: str, action: dict[str, Any], priority: int = 10) -> dict[str, Any]:
    """Make the rule `x-bluegreen: VALUE`."""
    condition = {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "x-bluegreen", "Values": [value]}}
    return {"arn": "arn:rule", "priority": str(priority), "conditions": [condition], "actions": [action]}


def listener(*actions: dict[str, Any], port: int, rules: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """Make a listener as the exchange carries it."""
    return {
        "arn": LISTENER, "load_balancer_arn": ALB, "port": port, "protocol": "HTTP",
        "default_actions": list(actions), "rules": rules or [],
    }  # fmt: skip


def group(name: str, *addresses: Address, **check: float | str) -> dict[str, Any]:
    """Make a target group with one target for each address, `i-NAME-0:8080` and so on."""
    targets = [{"id": f"i-{name}-{number}", "port": 8080, "address": at} for number, at in enumerate(addresses)]
    settings = {"path": "/health", "interval": 0.05, "timeout": 0.5, "healthy_threshold": 2, "unhealthy_threshold": 2}
    return {"arn": name, "health_check": {**settings, **check}, "attributes": {}, "targets": targets}


def snapshot(listeners: list[dict[str, Any]], groups: list[dict[str, Any]], delay: float = 0.0) -> Snapshot:
    """Make what the cloud would answer."""
    settings = {"listener_delay": delay, "registration_delay": 0.0}
    return Snapshot.parse({"settings": settings, "listeners": listeners, "load_balancers": [], "target_groups": groups})


@asynccontextmanager
async def backend(handler: Handler) -> AsyncGenerator[Address]:
    """Serve HANDLER on a free port."""
    runner = web.ServerRunner(web.Server(handler, access_log=None, auto_decompress=False), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][:2]
    finally:
        await runner.cleanup()


@dataclass
class Release:
    """A backend that names itself; `status` of its health check and `hold` of its answers can be changed."""

    name: str
    health: int = 200
    hold: asyncio.Event | None = None
    requests: list[web.BaseRequest] = field(default_factory=list[web.BaseRequest])
    probes: int = 0

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer."""
        if request.path == "/health":
            self.probes += 1
            return web.Response(status=self.health)
        self.requests.append(request)
        if self.hold is not None:
            await self.hold.wait()
        return web.Response(text=self.name, headers={"x-bluegreen-color": self.name})


class World:
    """A balancer and a client of its one listener."""

    def __init__(self) -> None:
        """Begin without a listener."""
        self.port = free_port()
        self.balancer = Balancer()
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)

    @property
    def url(self) -> str:
        """Where clients go."""
        return f"http://127.0.0.1:{self.port}"

    async def see(self, seen: Snapshot) -> None:
        """Make one exchange."""
        await self.balancer.see(seen, time.monotonic())

    async def serve(
        self, action: dict[str, Any], *groups: dict[str, Any], rules: list[dict[str, Any]] | None = None
    ) -> None:
        """Make one exchange with one listener, and wait for the targets' first probes."""
        await self.see(snapshot([listener(action, port=self.port, rules=rules)], list(groups)))
        await self.until(lambda: "initial" not in self.states())

    async def get(self, path: str = "/", headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Return status and body of one request."""
        async with self.client.get(self.url + path, allow_redirects=False, headers=headers) as answer:
            return answer.status, await answer.text()

    def states(self) -> list[str]:
        """List the state of every target."""
        return [health["state"] for group in self.balancer.report()["health"].values() for health in group.values()]

    @staticmethod
    async def until(condition: Callable[[], bool]) -> None:
        """Wait for CONDITION; raises TimeoutError when it does not come."""
        async with asyncio.timeout(SOON):
            while not condition():  # noqa: ASYNC110  nothing here tells when a probe has ended
                await asyncio.sleep(0.005)


@asynccontextmanager
async def world() -> AsyncGenerator[World]:
    """Run a balancer."""
    made = World()
    try:
        yield made
    finally:
        await made.client.close()
        await made.balancer.stop()


def with_weights(seen: Snapshot, action: dict[str, Any]) -> Snapshot:
    """Return SEEN with another default action."""
    changed = {arn: replace(old, default_actions=[action]) for arn, old in seen.listeners.items()}
    return replace(seen, listeners=changed)


def scenario(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Run an async test in a loop of its own."""

    def run() -> None:
        asyncio.run(asyncio.wait_for(test(), 20))

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


@asynccontextmanager
async def two_colors() -> AsyncGenerator[tuple[World, Release, Release, Address, Address]]:
    """Run a balancer and one target of each color; nothing is registered yet."""
    blue, green = Release("blue"), Release("green")
    async with world() as made, AsyncExitStack() as stack:
        addresses = [await stack.enter_async_context(backend(release)) for release in (blue, green)]
        yield made, blue, green, addresses[0], addresses[1]
