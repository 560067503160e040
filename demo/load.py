"""A steady load on one URL: a library, and `python -m demo.load URL --seconds N --rate R --out FILE.json`."""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from demo import load_sender
from demo.load_results import Moments, Result, Results

if TYPE_CHECKING:
    from types import TracebackType

RATE = 120.0
SLOW = 10
SLOW_SECONDS = 2.0
STOP_SECONDS = 15.0


class LoadError(Exception):
    """The load itself broke, so that its numbers prove nothing."""


class Load:
    """Sends from its own process, so that a busy caller doesn't distort it.

    RATE requests a second in an open schedule, half over kept connections and half over fresh ones, and SLOW
    requests of SLOW_SECONDS always in flight; no retries. Results can be read while it runs, and are complete
    after `stop`, which cuts no request.
    """

    def __init__(self, url: str, rate: float = RATE, *, slow: int = SLOW, slow_seconds: float = SLOW_SECONDS) -> None:
        """Prepare; `start`, or a `with` block, begins to send."""
        context = multiprocessing.get_context("spawn")
        self._ours, self._theirs = context.Pipe()
        plan = load_sender.Plan(url, rate, slow, slow_seconds)
        self._process = context.Process(target=load_sender.main, args=(plan, self._theirs), daemon=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._whole = False
        self.results = Results()

    @property
    def pid(self) -> int | None:
        """The sending process."""
        return self._process.pid

    def start(self) -> Self:
        """Begin to send; returns before the first answer."""
        self._process.start()
        # With our copy open we would never see that the process has gone.
        self._theirs.close()
        self._reader.start()
        return self

    def stop(self) -> None:
        """Send nothing more and wait for every answer; raises LoadError when the process broke."""
        with contextlib.suppress(OSError):
            self._ours.send("stop")
        self._reader.join(STOP_SECONDS)
        self._process.join(STOP_SECONDS)
        if not self._whole:
            code = self._process.exitcode
            self._process.terminate()
            raise LoadError(f"the load process broke (exit code {code}): its results are not complete")

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.stop()

    def first(self, color: str, after: float = 0.0) -> Moments:
        """Return the earliest good answer of COLOR at AFTER, unix seconds, or later."""
        return self.results.first(color, after)

    def last(self, color: str, after: float = 0.0) -> Moments:
        """Return the latest good answer of COLOR at AFTER, unix seconds, or later."""
        return self.results.last(color, after)

    def per_second(self) -> list[dict[str, int]]:
        """Count answers by color in each second, as `Results.per_second`."""
        return self.results.per_second()

    def summary(self) -> dict[str, Any]:
        """Add up what was seen so far, as `Results.summary`."""
        return self.results.summary()

    def _read(self) -> None:
        with contextlib.suppress(EOFError, OSError):
            while batch := self._ours.recv():
                self.results.all.extend(Result(*item) for item in batch)
            self._whole = True


def main(arguments: list[str] | None = None) -> int:
    """Load a URL for some seconds; returns 0 when requests were sent and none failed."""
    parser = argparse.ArgumentParser(prog="python -m demo.load", description="a steady load on one URL")
    parser.add_argument("url")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=RATE, help="requests a second")
    parser.add_argument("--slow", type=int, default=SLOW, help="slow requests always in flight")
    parser.add_argument("--out", type=Path, help="a JSON file for summary, seconds and all results")
    options = parser.parse_args(arguments)
    with Load(options.url, options.rate, slow=options.slow) as load, contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait(options.seconds)
    summary = load.summary()
    if options.out:
        whole = {"summary": summary, "per_second": load.per_second(), "results": load.results.all}
        options.out.write_text(json.dumps(whole) + "\n")
    sys.stdout.write(json.dumps(summary, indent=2) + "\n")
    return 0 if summary["sent"] and not summary["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
