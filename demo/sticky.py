"""One client that keeps its cookies, beside the load whose clients keep none."""

from __future__ import annotations

import http.cookiejar
import threading
import time
import urllib.request
from collections import Counter
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

PAUSE = 0.1
"""Seconds between two requests."""

TIMEOUT = 30.0
"""Seconds for one answer."""


class StickyClient:
    """Asks URL again and again, and notes which color answered when."""

    def __init__(self, url: str) -> None:
        """Prepare; a `with` block asks."""
        self._url = url
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)
        self.answers: list[tuple[float, str]] = []

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End with the answer that is awaited."""
        self._stop.set()
        self._thread.join(TIMEOUT)

    @property
    def colors(self) -> Counter[str]:
        """Answers by color."""
        return Counter(color for _, color in self.answers)

    def last_of(self, color: str, after: float) -> float | None:
        """When COLOR answered last at AFTER or later, both in unix seconds."""
        return max((at for at, name in self.answers if name == color and at >= after), default=None)

    def wait_for(self, color: str, seconds: float) -> bool:
        """Wait until COLOR answers, for SECONDS at most; whether it did."""
        deadline = time.monotonic() + seconds
        while not (self.answers and self.answers[-1][1] == color) and time.monotonic() < deadline:
            time.sleep(PAUSE)
        return bool(self.answers) and self.answers[-1][1] == color

    def _ask(self) -> None:
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        while not self._stop.wait(PAUSE):
            start = time.time()
            with opener.open(self._url, timeout=TIMEOUT) as answer:
                self.answers.append((start, answer.headers.get("x-bluegreen-color", "")))
