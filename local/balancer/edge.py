"""The listening socket of one listener."""

from __future__ import annotations

import logging
import socket
import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from aiohttp import web

from local.balancer.proxy import LAST_ANSWER

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Iterator

HOST = "127.0.0.1"
BACKLOG = 1024
PRIVILEGED = 1024
"""Ports below this need rights that a laptop's user does not have."""

log = logging.getLogger(__name__)


def ports_to_try(port: int) -> Iterator[int]:
    """Yield the listener's PORT, then a familiar one near it, then 0 for any."""
    yield port
    if port < PRIVILEGED:
        yield port + 8000
    yield 0


def listening_socket(port: int) -> socket.socket:
    """Bind the first port of `ports_to_try` that is free and allowed."""
    for candidate in ports_to_try(port):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
            listener.listen(BACKLOG)
        except OSError:
            listener.close()
            continue
        return listener
    msg = f"no free port on {HOST} for a listener of port {port}"
    raise OSError(msg)


class Edge:
    """Accepts clients for one listener and hands each request to a handler.

    A client's connection is closed when idle for `idle_seconds` (ALB guide, "Connection idle timeout"), and
    with the first answer after `keep_alive_seconds` of life ("HTTP client keepalive duration"), which may be changed at
    any time and counts for open connections, too (assumed).
    """

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
        *,
        idle_seconds: float = 60.0,
        keep_alive_seconds: float = 3600.0,
        grace_seconds: float = 10.0,
    ) -> None:
        """Prepare to answer with HANDLER; open requests get GRACE_SECONDS when the edge closes."""
        self._handler = handler
        self.keep_alive_seconds = keep_alive_seconds
        self._born: WeakKeyDictionary[asyncio.Transport, float] = WeakKeyDictionary()
        server = web.Server(self._handle, keepalive_timeout=idle_seconds, auto_decompress=False, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=grace_seconds)
        self.port = self.listener_port = 0

    async def open(self, port: int) -> None:
        """Listen on the listener's PORT or near it; `port` then says where."""
        self.listener_port = port
        await self._runner.setup()
        listener = listening_socket(port)
        self.port = listener.getsockname()[1]
        await web.SockSite(self._runner, listener, backlog=BACKLOG).start()
        log.info("listening on %s:%d for listener port %d", HOST, self.port, port)

    async def close(self) -> None:
        """Accept no more clients, close idle connections, let open requests end."""
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Expect", "").lower() == "100-continue":
            await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            request.writer.output_size = 0
        request[LAST_ANSWER] = self._is_old(request)
        response = await self._handler(request)
        if request[LAST_ANSWER]:
            response.force_close()
        return response

    def _is_old(self, request: web.BaseRequest) -> bool:
        if request.transport is None:
            return True
        now = time.monotonic()
        return now - self._born.setdefault(request.transport, now) > self.keep_alive_seconds
