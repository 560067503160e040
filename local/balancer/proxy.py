"""One request from a client to a target and its answer back, streamed both ways.

WebSocket upgrades are left out: nothing here uses them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import aiohttp
from aiohttp import web
from yarl import URL

from local.balancer.headers import end_to_end, to_target
from local.balancer.pool import CONNECT_SECONDS, IDLE_SECONDS, NotConnectedError

if TYPE_CHECKING:
    from multidict import CIMultiDict

    from local.balancer.snapshot import Address

LAST_ANSWER = web.RequestKey("last_answer", bool)
"""Key of a request whose client's connection shall end with the answer."""


@dataclass(frozen=True)
class Hop:
    """Where a request goes, and how."""

    address: Address
    listener_port: int
    idle_seconds: float = IDLE_SECONDS
    cookies: tuple[str, ...] = ()
    """Set-Cookie values for the answer."""


class Watch(Protocol):
    """Who is told what becomes of a request."""

    def answered(self, status: int, seconds: float) -> None:
        """Note that the target's answer began, SECONDS after the request had left."""
        ...

    def not_connected(self) -> None:
        """Note that no connection to the target came about."""
        ...


class OwnAnswer(web.Response):
    """An answer of the balancer's own."""


class Departure:
    """When a request has left for its target; one with a body leaves with the body's end."""

    def __init__(self, request: web.BaseRequest) -> None:
        """Begin to send REQUEST now."""
        self._at = time.perf_counter()
        if request.can_read_body:
            request.content.on_eof(self._ended)

    @property
    def age(self) -> float:
        """Seconds since."""
        return time.perf_counter() - self._at

    def _ended(self) -> None:
        self._at = time.perf_counter()


async def forward(
    request: web.BaseRequest, session: aiohttp.ClientSession, hop: Hop, watch: Watch
) -> web.StreamResponse:
    """Send REQUEST over HOP and stream the answer to the client; WATCH is told before the client is.

    A target that refuses or drops the connection gives 502, one that is silent too long gives 504 (ALB guide,
    "Troubleshoot your ALBs"). A target that fails after its answer began ends the client's connection, so that
    the client sees a short body rather than a good one (assumed). Raises ConnectionError when the client went.
    """
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=hop.idle_seconds)
    departure = Departure(request)
    try:
        answer = await session.request(
            request.method,
            _url(request, hop.address),
            headers=to_target(request.headers, request.remote or "", hop.listener_port),
            data=request.content if request.can_read_body else None,
            allow_redirects=False,
            timeout=timeout,
        )
    except TimeoutError as error:
        if isinstance(error, aiohttp.ConnectionTimeoutError):
            watch.not_connected()
        return own_answer(504)
    except aiohttp.ClientError as error:
        if request.content.exception() is not None:
            raise ConnectionResetError("the client left before its body was whole") from error
        if isinstance(error, NotConnectedError):
            watch.not_connected()
        return own_answer(502)
    watch.answered(answer.status, departure.age)
    async with answer:
        return await _send_back(request, answer, hop.cookies)


def own_answer(status: int, text: str | None = None, content_type: str = "text/plain") -> OwnAnswer:
    """Make an answer of the balancer's own, which names it as AWS does."""
    response = OwnAnswer(status=status, text=text or "", content_type=content_type)
    response.headers["Server"] = "awselb/2.0"
    return response


async def _send_back(
    request: web.BaseRequest, answer: aiohttp.ClientResponse, cookies: tuple[str, ...]
) -> web.StreamResponse:
    response = web.StreamResponse(status=answer.status, reason=answer.reason, headers=_to_client(answer, cookies))
    if request.get(LAST_ANSWER):
        response.force_close()
    await response.prepare(request)
    try:
        async for chunk in answer.content.iter_any():
            await response.write(chunk)
    except (aiohttp.ClientError, TimeoutError):
        # aiohttp has one error for a connection lost on either side.
        if answer.content.exception() is None:
            raise
        # Without the last chunk or the promised length, the client can tell.
        response.force_close()
        if request.transport is not None:
            request.transport.close()
        return response
    await response.write_eof()
    return response


def _to_client(answer: aiohttp.ClientResponse, cookies: tuple[str, ...]) -> CIMultiDict[str]:
    headers = end_to_end(answer.headers)
    for cookie in cookies:
        headers.add("Set-Cookie", cookie)
    return headers


def _url(request: web.BaseRequest, address: Address) -> URL:
    """Build the target's URL with the path and query exactly as the client wrote them."""
    path = request.raw_path if request.raw_path.startswith("/") else request.rel_url.raw_path_qs
    return URL(f"http://{address[0]}:{address[1]}{path}", encoded=True)
