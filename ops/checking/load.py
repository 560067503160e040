"""The load: both colors at the same time, in turns, so that both see the same conditions."""

from __future__ import annotations

import asyncio
import resource
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ops.checking.numbers import NO_ANSWER, Expected, Tally
from ops.checking.outcome import plain
from ops.unretried import LOST, session, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import aiohttp

    from ops.checking.plan import Plan

CONNECTIONS, OTHER_FILES = 400, 100
"""To each color, at most, and what else this process may have open.

A request that finds no connection free waits for one, and the wait counts as its latency.
"""


@dataclass(frozen=True)
class Aim:
    """Where one color is asked: its URL, the request HEADERS that lead there, and who is EXPECTED to answer."""

    url: str
    headers: Mapping[str, str]
    expected: Expected
    tally: Tally = field(default_factory=Tally)


def send(plan: Plan, aims: Sequence[Aim], tell: Callable[[int], None]) -> float:
    """Send PLAN's requests to each of AIMS, whose tallies hold what came back; TELL hears once a second how many.

    Returns the seconds that the sending took, without the wait for the last answers. Ctrl-C, which ends what is in
    flight, is a KeyboardInterrupt.
    """
    return asyncio.run(_send(plan, aims, tell))


async def _send(plan: Plan, aims: Sequence[Aim], tell: Callable[[int], None]) -> float:
    """Send on a schedule that no answer delays; what is late is sent at once, not left out."""
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(session(connections=_connections(), headers=aim.headers)) for aim in aims
        ]
        async with asyncio.TaskGroup() as group:
            begun = time.perf_counter()
            for number in range(plan.requests):
                if number % plan.rate == 0:
                    tell(number)
                for turn, (client, aim) in enumerate(zip(clients, aims, strict=True)):
                    due = begun + (number + turn / len(aims)) / plan.rate
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    group.create_task(_ask(client, aim))
            took = time.perf_counter() - begun
    return took


def _connections() -> int:
    """As many to each of two colors as this process may open files: else its own lack would look like a failure."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(CONNECTIONS, (soft - OTHER_FILES) // 2))


async def _ask(client: aiohttp.ClientSession, aim: Aim) -> None:
    """GET once, and count what came of it."""
    begun, status = time.perf_counter(), NO_ANSWER
    try:
        async with client.get(aim.url, allow_redirects=False) as answer:
            status = answer.status
            failure = aim.expected.failure(status, answer.headers)
            await answer.read()
    except LOST as error:
        failure = word(error)
    aim.tally.take(status, time.perf_counter() - begun, failure and plain(failure))
