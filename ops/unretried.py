"""HTTP requests that are sent once: what is lost counts as lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientHandlerType

TIMEOUT = 5.0
"""Seconds for one request and its answer."""

LOST = (TimeoutError, aiohttp.ClientError)
"""What a request raises that got no whole answer; `word` says it in words."""


class LostError(aiohttp.ClientError):
    """The connection could not be made, or ended before an answer."""


async def never_retry(request: aiohttp.ClientRequest, handler: ClientHandlerType) -> aiohttp.ClientResponse:
    """Let no lost request be sent again: aiohttp would, silently, over a kept connection."""
    try:
        return await handler(request)
    except aiohttp.ConnectionTimeoutError:
        raise
    except aiohttp.ClientConnectorError as error:
        raise LostError("connect") from error
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise LostError("reset") from error


def session(
    *, fresh: bool = False, connections: int = 0, headers: Mapping[str, str] | None = None
) -> aiohttp.ClientSession:
    """A client that keeps no cookies, sends HEADERS each time and holds CONNECTIONS at most, 0 for any number.

    FRESH uses each connection once.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=connections, force_close=fresh),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        timeout=aiohttp.ClientTimeout(total=TIMEOUT),
        middlewares=[never_retry],
    )


def word(error: Exception) -> str:
    """What became of a request that ended with ERROR, one of LOST: connect, reset, timeout, short body, or its name."""
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, LostError):
        return str(error)
    return "short body" if isinstance(error, aiohttp.ClientPayloadError) else type(error).__name__
