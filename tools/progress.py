"""A line that says how far a long step is, with the time it has taken."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

TERMINAL_INTERVAL = 0.5  # seconds between two looks on a terminal, where the line is rewritten
PLAIN_INTERVAL = 10.0  # seconds between two lines in a log file


class Progress:
    """Show `text` again and again until the block ends. Set `text` from any thread."""

    def __init__(self, text: str, *, plain_interval: float = PLAIN_INTERVAL) -> None:
        """Start with `text`; off a terminal, print one line every `plain_interval` seconds."""
        self.text = text
        self._terminal = sys.stdout.isatty()
        self._interval = TERMINAL_INTERVAL if self._terminal else plain_interval
        self._started = time.monotonic()
        self._ended = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> Self:
        """Show the first line at once."""
        self._show()
        self._ticker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Show how it stood at the end."""
        self._ended.set()
        self._ticker.join()
        self._show()
        if self._terminal:
            print()

    def _tick(self) -> None:
        while not self._ended.wait(self._interval):
            self._show()

    def _show(self) -> None:
        line = f"  {time.monotonic() - self._started:4.0f} s  {self.text}"
        if self._terminal:
            # Erasing to the end of the line removes the rest of a longer earlier text.
            print(f"\r{line}\x1b[K", end="", flush=True)
        else:
            print(line, flush=True)
