"""Connections to targets: kept alive, never retried, closed with the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aiohttp import ClientHandlerType

    from local.balancer.snapshot import Address

CONNECT_SECONDS = 10.0
"""ALB guide, "Troubleshoot your ALBs", HTTP 504: the connection timeout is 10 seconds."""

IDLE_SECONDS = 60.0
"""ALB guide, "Connection idle timeout": 60 seconds unless set."""


class TargetLostError(aiohttp.ClientError):
    """The target reset or closed the connection before it answered."""


class NotConnectedError(TargetLostError):
    """No connection to the target came about."""


async def never_retry(request: aiohttp.ClientRequest, handler: ClientHandlerType) -> aiohttp.ClientResponse:
    """Turn a lost connection into an error that the client library passes on.

    aiohttp sends an idempotent request again when a kept connection turns out closed. An ALB does not
    (ALB guide, "Troubleshoot your ALBs", HTTP 502), and a second try would hide just what we want to see.
    """
    try:
        return await handler(request)
    except aiohttp.ConnectionTimeoutError:
        raise
    except aiohttp.ClientConnectorError as error:
        raise NotConnectedError(str(error)) from error
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise TargetLostError(str(error)) from error


class Pool:
    """One client session for each target address, so that a target's connections can end with it."""

    def __init__(self) -> None:
        """Start with no connections."""
        self._sessions: dict[Address, aiohttp.ClientSession] = {}

    def session(self, address: Address) -> aiohttp.ClientSession:
        """Return the session for ADDRESS; bodies pass as they are, without redirects or cookies."""
        session = self._sessions.get(address)
        if session is None:
            session = self._sessions[address] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                middlewares=[never_retry],
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
            )
        return session

    async def close(self, addresses: Iterable[Address] | None = None) -> None:
        """Close all connections to ADDRESSES, or to every target."""
        for address in list(self._sessions) if addresses is None else addresses:
            session = self._sessions.pop(address, None)
            if session is not None:
                await session.close()
