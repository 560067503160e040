"""From a request to an answer: the routing decision, carried out and counted."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any

from local.balancer.conditions import RequestFacts
from local.balancer.metrics import Watch
from local.balancer.proxy import Hop, OwnAnswer, forward, own_answer
from local.balancer.rotation import Rotation
from local.balancer.routing import action_for, choose_group
from local.balancer.stickiness import set_group_cookie

if TYPE_CHECKING:
    from aiohttp import web

    from local.balancer.checks import HealthChecks
    from local.balancer.counts import Counts
    from local.balancer.metrics import Metrics
    from local.balancer.pool import Pool
    from local.balancer.snapshot import Action, Listener, Snapshot

CLIENT_GONE = 460
"""ALB guide, "Troubleshoot your ALBs": the client closed the connection before the answer came."""


class Answerer:
    """Answers requests of all listeners by the latest snapshot and the health of its targets."""

    def __init__(self, counts: Counts, metrics: Metrics, checks: HealthChecks, pool: Pool) -> None:
        """Begin without a snapshot; `see` brings one."""
        self._counts = counts
        self._metrics = metrics
        self._rotation = Rotation(checks)
        self._pool = pool
        self._snapshot: Snapshot | None = None

    def see(self, snapshot: Snapshot) -> None:
        """Take in the SNAPSHOT whose target groups hold from now on."""
        self._snapshot = snapshot
        self._rotation.see(snapshot.target_groups)

    async def answer(self, request: web.BaseRequest, listener: Listener) -> web.StreamResponse:
        """Answer REQUEST as LISTENER says, and count the answer by its status."""
        facts = facts_of(request)
        action = action_for(listener, facts)
        status = CLIENT_GONE
        try:
            response = await self._act(action, request, facts, listener)
            status = response.status
            if isinstance(response, OwnAnswer):
                self._metrics.own(listener.load_balancer_arn, status)
        finally:
            self._counts.by_status[str(status)] += 1
        return response

    async def _act(
        self, action: Action, request: web.BaseRequest, facts: RequestFacts, listener: Listener
    ) -> web.StreamResponse:
        match action["Type"]:
            case "fixed-response":
                return fixed_response(action["FixedResponseConfig"])
            case "redirect":
                return redirect(action["RedirectConfig"], request, facts, listener.port)
            case _:
                return await self._forward(action, request, facts, listener)

    async def _forward(
        self, action: Action, request: web.BaseRequest, facts: RequestFacts, listener: Listener
    ) -> web.StreamResponse:
        now = time.time()
        choice = choose_group(action, facts, random.random(), now)  # noqa: S311  a weight is no secret
        group = self._snapshot.target_groups.get(choice.group or "") if self._snapshot else None
        turn = self._rotation.turn(group, facts.cookies, now) if group else None
        if choice.group is None or turn is None:
            self._counts.no_target += 1
            return own_answer(503)
        cookies = [turn.cookie] if turn.cookie else []
        if choice.cookie_seconds is not None:
            cookies.append(set_group_cookie(choice.group, choice.cookie_seconds, now))
        path = (listener.load_balancer_arn, choice.group)
        self._metrics.chosen(path)
        with self._counts.request(choice.group, turn.target.key):
            if turn.target.address is None:
                self._metrics.not_connected(path)
                return own_answer(502)
            hop = Hop(turn.target.address, listener.port, self._idle_seconds(listener), tuple(cookies))
            return await forward(request, self._pool.session(turn.target.address), hop, Watch(self._metrics, path))

    def _idle_seconds(self, listener: Listener) -> float:
        attributes = self._snapshot.load_balancers.get(listener.load_balancer_arn, {}) if self._snapshot else {}
        return float(attributes.get("idle_timeout.timeout_seconds", "60"))


def facts_of(request: web.BaseRequest) -> RequestFacts:
    """Read what routing may look at; the port is no part of the host."""
    return RequestFacts(
        method=request.method,
        host=request.host.rsplit(":", 1)[0],
        path=request.rel_url.raw_path,
        query=list(request.rel_url.query.items()),
        headers=list(request.headers.items()),
        source_ip=request.remote or "",
        cookies=dict(request.cookies),
    )


def fixed_response(config: dict[str, Any]) -> web.Response:
    """Answer without any target (ALB guide, "Fixed-response actions")."""
    content_type = config.get("ContentType") or "text/plain"
    return own_answer(int(config["StatusCode"]), config.get("MessageBody"), content_type)


def redirect(config: dict[str, Any], request: web.BaseRequest, facts: RequestFacts, port: int) -> web.Response:
    """Redirect, with the parts of the request filled in where named (ALB guide, "Redirect actions")."""
    known = {
        "#{protocol}": "http",
        "#{host}": facts.host,
        "#{port}": str(port),
        "#{path}": facts.path.lstrip("/"),
        "#{query}": request.rel_url.raw_query_string,
    }

    def fill(part: str, default: str) -> str:
        text = config.get(part) or default
        for name, value in known.items():
            text = text.replace(name, value)
        return text

    query = fill("Query", "#{query}")
    address = f"{fill('Protocol', '#{protocol}').lower()}://{fill('Host', '#{host}')}:{fill('Port', '#{port}')}"
    response = own_answer(301 if config.get("StatusCode") == "HTTP_301" else 302)
    response.headers["Location"] = address + fill("Path", "/#{path}") + (f"?{query}" if query else "")
    return response
