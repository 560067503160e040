"""A steady look at what clients get, beside whatever else is done."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Self

from components.switch.probe import Answer, ask

if TYPE_CHECKING:
    from types import TracebackType

EVERY = 0.2
"""Seconds between two requests."""

SERVER_ERROR = 500
"""RFC 9110, section 15.6: from here on it is the service that failed."""


class Probing:
    """Asks URL every EVERY seconds, each time on a connection of its own, from a thread, until its block ends.

    At least one request, and one at a time: while one hangs, none follows. Nothing is retried.
    """

    def __init__(self, url: str, *, every: float = EVERY) -> None:
        """Nothing is asked yet."""
        self._url, self._every = url, every
        self._answers: list[Answer] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go, daemon=True)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All answers so far, in their order."""
        return tuple(self._answers)

    def __enter__(self) -> Self:
        """Begin to ask."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """As `end`."""
        self.end()

    def end(self) -> None:
        """Ask nothing more; the answer that is waited for still counts."""
        self._ended.set()
        self._thread.join()

    def _go(self) -> None:
        ended = False
        while not ended:
            begun = time.monotonic()
            self._answers.append(ask(self._url))
            ended = self._ended.wait(max(0.0, begun + self._every - time.monotonic()))


def failed(answer: Answer) -> bool:
    """Whether a client would call ANSWER the service's failure: none at all, or a status of 500 and above."""
    return not answer.status or answer.status >= SERVER_ERROR
