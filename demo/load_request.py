"""One request of the load, and the judgement on its answer."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import aiohttp

from demo.load_results import Kind, Result

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientHandlerType

TIMEOUT_SECONDS = 5.0
BAD_STATUS = 400


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


def session(*, fresh: bool) -> aiohttp.ClientSession:
    """Make a client without retries, cookies or limits; FRESH uses each connection once."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, force_close=fresh),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS),
        middlewares=[never_retry],
    )


async def send(client: aiohttp.ClientSession, url: str, kind: Kind) -> Result:
    """GET URL and judge the answer; never raises for what the server did."""
    start, begin = time.time(), time.perf_counter()
    headers: Mapping[str, str] = {}
    try:
        async with client.get(url, allow_redirects=False) as answer:
            headers = answer.headers
            failure = judge(answer.status, headers, await answer.read())
    except TimeoutError:
        failure = "timeout"
    except LostError as error:
        failure = str(error)
    except aiohttp.ClientPayloadError:
        failure = "short body"
    except aiohttp.ClientError as error:
        failure = type(error).__name__
    return Result(
        start,
        time.perf_counter() - begin,
        headers.get("x-bluegreen-color"),
        headers.get("x-bluegreen-release"),
        headers.get("x-bluegreen-instance"),
        failure,
        kind,
    )


def judge(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return None for a good answer of the sample release, else what is wrong with it."""
    if status >= BAD_STATUS:
        return f"status {status}"
    try:
        content: Any = json.loads(body)
    except ValueError:
        return "short body"
    color = content.get("color") if isinstance(content, dict) else None
    if color is None or headers.get("x-bluegreen-color") != color:
        return "wrong color"
    return None
