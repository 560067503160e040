"""`python -m local.balancer DIR`: balance until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from local.balancer.balancer import Balancer
from local.balancer.exchange import Exchange
from local.settings import LocalSettings

PID_FILE = "balancer.pid"
LOG_FILE = "balancer.log"


async def serve(settings: LocalSettings) -> None:
    """Balance for the cloud that SETTINGS name, until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    balancer = Balancer()
    exchange = asyncio.create_task(Exchange(settings, balancer).run())
    stopped = asyncio.create_task(stop.wait())
    # A broken exchange must end the process, not leave one that serves what was true once.
    await asyncio.wait({exchange, stopped}, return_when=asyncio.FIRST_COMPLETED)
    failed = exchange.done()
    exchange.cancel()
    stopped.cancel()
    await balancer.stop()
    if failed:
        exchange.result()


def main(arguments: list[str]) -> int:
    """Run with the folder of the local AWS as the only argument; returns the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m local.balancer DIR\n")
        return 2
    directory = Path(arguments[0])
    try:
        settings = LocalSettings.read(directory)
    except FileNotFoundError:
        sys.stderr.write(f"no local AWS in {directory}: start one with `python -m local up`\n")
        return 1
    logging.basicConfig(
        filename=directory / LOG_FILE, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    pid_file = directory / PID_FILE
    pid_file.write_text(f"{os.getpid()}\n")
    try:
        asyncio.run(serve(settings))
    except Exception:
        logging.getLogger(__name__).exception("the balancer ends")
        return 1
    finally:
        pid_file.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
