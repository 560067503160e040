"""One request of the load, and the judgement on its answer."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from demo.load_results import Kind, Result
from ops.unretried import LOST, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import aiohttp

BAD_STATUS = 400


async def send(client: aiohttp.ClientSession, url: str, kind: Kind) -> Result:
    """GET URL and judge the answer; never raises for what the server did."""
    start, begin = time.time(), time.perf_counter()
    headers: Mapping[str, str] = {}
    try:
        async with client.get(url, allow_redirects=False) as answer:
            headers = answer.headers
            failure = judge(answer.status, headers, await answer.read())
    except LOST as error:
        failure = word(error)
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
