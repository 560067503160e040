"""One health check of one target over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from local.balancer.health import NO_ANSWER, TIMED_OUT, Health, matches, mismatch

if TYPE_CHECKING:
    from local.balancer.snapshot import Address, HealthCheck

USER_AGENT = "ELB-HealthChecker/2.0"


class Prober:
    """Asks targets for their health, over a fresh connection each time (assumed)."""

    def __init__(self) -> None:
        """Create the client; call within a running event loop."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
        )

    async def probe(self, address: Address | None, check: HealthCheck) -> Health | None:
        """Return None for a passed check, else what is wrong.

        The traffic port is always the one probed: an instance on this machine has no other address.
        """
        if address is None:
            return NO_ANSWER
        url = URL(f"http://{address[0]}:{address[1]}{check.path}", encoded=True)
        timeout = aiohttp.ClientTimeout(total=check.timeout)
        try:
            async with self._session.get(url, allow_redirects=False, timeout=timeout) as answer:
                status = answer.status
        except TimeoutError:
            return TIMED_OUT
        except (aiohttp.ClientError, OSError, ValueError):
            return NO_ANSWER
        return None if matches(check.matcher, status) else mismatch(status)

    async def close(self) -> None:
        """Drop all connections."""
        await self._session.close()
