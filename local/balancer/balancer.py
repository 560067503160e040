"""All load balancers of one local AWS, kept as the latest snapshot wants them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from local.balancer.answer import Answerer
from local.balancer.checks import HealthChecks
from local.balancer.counts import Counts
from local.balancer.drain import Drain
from local.balancer.edge import Edge
from local.balancer.effect import Effect
from local.balancer.health import DRAINING
from local.balancer.metrics import Metrics
from local.balancer.pool import Pool
from local.balancer.probe import Prober
from local.balancer.proxy import own_answer
from local.balancer.routing import referenced_groups
from local.balancer.snapshot import Snapshot

if TYPE_CHECKING:
    from aiohttp import web

    from local.balancer.snapshot import Listener, Target

log = logging.getLogger(__name__)


class Balancer:
    """Edges, health checks, drain and counts of every listener and target group in the snapshot."""

    def __init__(self) -> None:
        """Begin with nothing; call within a running event loop."""
        self.counts = Counts()
        self._metrics = Metrics()
        self._effect = Effect()
        self._prober = Prober()
        self._checks = HealthChecks(self._prober.probe)
        self._drain = Drain(self.counts.in_flight)
        self._pool = Pool()
        self._answerer = Answerer(self.counts, self._metrics, self._checks, self._pool)
        self._snapshot = Snapshot()
        self._edges: dict[str, Edge] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def report(self) -> dict[str, Any]:
        """Return what the balancer tells the cloud in an exchange."""
        self._measure_hosts()
        health = {
            arn: {key: self._checks.health(arn, key).report() for key in group.targets}
            for arn, group in self._snapshot.target_groups.items()
        }
        for arn, key in self._drain.draining():
            health.setdefault(arn, {})[key] = DRAINING.report()
        return {
            "health": health,
            "in_flight": self.counts.in_flight_by_target(),
            "bound": {arn: edge.port for arn, edge in self._edges.items()},
            "traffic": self.counts.traffic(),
            "metrics": self._metrics.report(),
        }

    def delivered(self, report: dict[str, Any]) -> None:
        """Take in that the cloud has got REPORT, which came from `report`."""
        self._metrics.delivered(report["metrics"])

    async def see(self, snapshot: Snapshot, now: float) -> None:
        """Take in a SNAPSHOT: targets and health checks at once, listeners as `Effect` says."""
        self._snapshot = snapshot
        self._effect.see(snapshot.listeners, now, snapshot.listener_delay)
        self._answerer.see(snapshot)
        referenced = {arn for listener in snapshot.listeners.values() for arn in referenced_groups(listener)}
        self._checks.pace = snapshot.check_pace
        self._checks.see(snapshot.target_groups, referenced)
        await self._end_drained(self._drain.see(snapshot.target_groups, now))
        await self._fit_edges(snapshot)

    async def stop(self) -> None:
        """Let open requests end, then close everything."""
        edges = [edge.close() for edge in self._edges.values()]
        self._edges = {}
        await asyncio.gather(*edges, *self._closing, return_exceptions=True)
        await self._checks.stop()
        await self._prober.close()
        await self._pool.close()

    def _measure_hosts(self) -> None:
        listeners = self._snapshot.listeners.values()
        paths = {(listener.load_balancer_arn, arn) for listener in listeners for arn in referenced_groups(listener)}
        for path in paths:
            group = self._snapshot.target_groups.get(path[1])
            if group is None or not group.targets:
                continue
            states = Counter(self._checks.health(group.arn, key).state for key in group.targets)
            self._metrics.hosts(path, states["healthy"], states["unhealthy"])

    async def _fit_edges(self, snapshot: Snapshot) -> None:
        for arn, edge in list(self._edges.items()):
            listener = snapshot.listeners.get(arn)
            if listener is None or listener.port != edge.listener_port:
                self._close_later(self._edges.pop(arn))
        for arn, listener in snapshot.listeners.items():
            attributes = snapshot.load_balancers.get(listener.load_balancer_arn, {})
            if arn not in self._edges:
                self._edges[arn] = await self._open(listener, attributes)
            self._edges[arn].keep_alive_seconds = float(attributes.get("client_keep_alive.seconds", "3600"))

    async def _open(self, listener: Listener, attributes: dict[str, str]) -> Edge:
        idle_seconds = float(attributes.get("idle_timeout.timeout_seconds", "60"))
        edge = Edge(partial(self._answer, listener.arn), idle_seconds=idle_seconds)
        await edge.open(listener.port)
        return edge

    def _close_later(self, edge: Edge) -> None:
        # Open requests may take long; the exchange must go on meanwhile.
        task = asyncio.create_task(edge.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _answer(self, arn: str, request: web.BaseRequest) -> web.StreamResponse:
        listener = self._effect.listener(arn, time.monotonic())
        if listener is None:
            return own_answer(503)
        return await self._answerer.answer(request, listener)

    async def _end_drained(self, ended: list[Target]) -> None:
        in_use = {
            target.address for group in self._snapshot.target_groups.values() for target in group.targets.values()
        }
        await self._pool.close(target.address for target in ended if target.address and target.address not in in_use)
