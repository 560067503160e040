"""Asks the load balancer on fresh connections, as a client that never came before."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import urllib3

TIMEOUT = 5.0
"""Seconds for one connection and its answer."""

NOT_CONNECTED = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
"""What urllib3 raises where nobody took the connection."""


@dataclass(frozen=True)
class Answer:
    """One answer: its status and its headers, or why there was none (then `status` is 0). `at` is monotonic seconds."""

    status: int
    headers: Mapping[str, str]
    at: float
    failure: str = ""
    connected: bool = True
    """Whether somebody took the connection: what hangs or breaks off was reached."""

    @property
    def good(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004  RFC 9110, section 15.3

    def header(self, name: str) -> str | None:
        """A header's value; the name's case does not matter."""
        return self.headers.get(name)


def ask(url: str, headers: Mapping[str, str] | None = None, timeout: float = TIMEOUT) -> Answer:
    """GET URL with HEADERS on a connection of its own; redirects are not followed, nothing is retried."""
    with urllib3.PoolManager(num_pools=1, timeout=urllib3.Timeout(timeout), retries=False) as pool:
        try:
            answer = pool.request(
                "GET", url, headers={**(headers or {}), "Connection": "close"}, redirect=False, preload_content=True
            )
        except urllib3.exceptions.HTTPError as error:
            return Answer(0, {}, time.monotonic(), _reason(error), connected=not isinstance(error, NOT_CONNECTED))
        return Answer(answer.status, answer.headers, time.monotonic())


def _reason(error: Exception) -> str:
    text = str(error)
    return text.rpartition(": ")[2] or type(error).__name__
