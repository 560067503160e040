"""The talk with the cloud: what the balancer saw for what it shall do."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp

from local.balancer.snapshot import Snapshot

if TYPE_CHECKING:
    from local.settings import LocalSettings

PATH = "/_local/exchange"
PERIOD_SECONDS = 0.1
TIMEOUT_SECONDS = 5.0

log = logging.getLogger(__name__)


class Participant(Protocol):
    """What `Balancer` does in an exchange."""

    def report(self) -> dict[str, Any]:
        """Tell what was seen."""
        ...

    def delivered(self, report: dict[str, Any]) -> None:
        """Take in that the cloud has got REPORT."""
        ...

    async def see(self, snapshot: Snapshot, now: float) -> None:
        """Take in what is wanted; NOW in seconds of a monotonic clock."""
        ...


class Exchange:
    """Exchanges ten times a second; while the cloud is away, the last snapshot holds."""

    def __init__(self, settings: LocalSettings, participant: Participant) -> None:
        """Prepare to talk with the cloud that SETTINGS name, for PARTICIPANT."""
        self._url = settings.endpoint + PATH
        self._participant = participant
        self._reached: bool | None = None

    async def run(self) -> None:
        """Exchange until cancelled."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                begin = time.monotonic()
                await self.once(session)
                await asyncio.sleep(max(0.0, begin + PERIOD_SECONDS - time.monotonic()))

    async def once(self, session: aiohttp.ClientSession) -> None:
        """Make one exchange; a failed one is logged when it is the first."""
        report = self._participant.report()
        try:
            async with session.post(self._url, json=report) as answer:
                answer.raise_for_status()
                snapshot = Snapshot.parse(await answer.json())
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError, TypeError) as error:
            if self._reached is not False:
                log.warning("no exchange with %s, serving what is known: %r", self._url, error)
            self._reached = False
            return
        if not self._reached:
            log.info("exchanging with %s", self._url)
        self._reached = True
        self._participant.delivered(report)
        await self._participant.see(snapshot, time.monotonic())
