"""The process that sends a load: an open schedule, and slow requests always in flight."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from yarl import URL

from demo.load_request import send
from ops.unretried import session

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from multiprocessing.connection import Connection

    import aiohttp

    from demo.load_results import Kind, Result

FLUSH_SECONDS = 0.1


@dataclass(frozen=True)
class Plan:
    """What to send: RATE requests a second, and SLOW requests of SLOW_SECONDS always in flight."""

    url: str
    rate: float
    slow: int
    slow_seconds: float


def main(plan: Plan, parent: Connection) -> None:
    """Send until the parent says anything or is gone, then end without cutting a request."""
    # The parent gets the same Ctrl-C, and ends the load in its own time.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(BrokenPipeError):
        asyncio.run(Sender(plan, parent).run())


class Sender:
    """Sends one plan and hands the results to the parent in batches, an empty batch last."""

    def __init__(self, plan: Plan, parent: Connection) -> None:
        """Prepare to send PLAN; call within a running event loop."""
        self._plan = plan
        self._parent = parent
        self._stop = asyncio.Event()
        self._batch: list[Result] = []

    async def run(self) -> None:
        """Send, flush, and end when told."""
        asyncio.get_running_loop().add_reader(self._parent.fileno(), self._stop.set)
        flushing = asyncio.create_task(self._flush_often())
        async with session(fresh=False) as kept, session(fresh=True) as fresh, asyncio.TaskGroup() as group:
            for number in range(self._plan.slow):
                group.create_task(self._slow(kept, number))
            group.create_task(self._steady(group, kept, fresh))
        flushing.cancel()
        self._flush()
        self._parent.send([])

    async def _steady(
        self, group: asyncio.TaskGroup, kept: aiohttp.ClientSession, fresh: aiohttp.ClientSession
    ) -> None:
        """Send on a schedule that no answer delays; what is late is sent at once, not left out."""
        begin = time.perf_counter()
        for number in count():
            if await self._stopped_within(begin + number / self._plan.rate - time.perf_counter()):
                return
            if number % 2:
                group.create_task(self._record(send(fresh, self._plan.url, "fresh")))
            else:
                group.create_task(self._record(send(kept, self._plan.url, "keep-alive")))

    async def _slow(self, kept: aiohttp.ClientSession, number: int) -> None:
        """Keep one slow request in flight, never more often than its length, also when it fails at once."""
        url = str(URL(self._plan.url).update_query(delay=self._plan.slow_seconds))
        kind: Kind = "slow"
        if await self._stopped_within(self._plan.slow_seconds * number / self._plan.slow):
            return
        while True:
            again = time.perf_counter() + self._plan.slow_seconds
            await self._record(send(kept, url, kind))
            if await self._stopped_within(again - time.perf_counter()):
                return

    async def _stopped_within(self, seconds: float) -> bool:
        if seconds > 0 and not self._stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), seconds)
        return self._stop.is_set()

    async def _record(self, request: Coroutine[None, None, Result]) -> None:
        # Two statements: a flush during the request puts another list in place.
        result = await request
        self._batch.append(result)

    async def _flush_often(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            self._flush()

    def _flush(self) -> None:
        if self._batch:
            self._parent.send(self._batch)
            self._batch = []
