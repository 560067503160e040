"""How much the local balancer carries: requests a second, latency and CPU, in about ten seconds.

`python -m bench.balancer [--rate 500] [--seconds 6]`: one process each for load, balancer and target.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import sys
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web
from rich.console import Console
from rich.table import Table

from local.balancer.__main__ import serve
from local.settings import LocalSettings

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

CLOUD_PORT = 45866
LISTENER_PORT = 45867
BODY = b'{"color": "blue"}' + b" " * 500
READY_SECONDS = 10.0


@dataclass(frozen=True)
class Measure:
    """What one run at a steady rate gave; latencies in milliseconds, CPU as a share of one core."""

    wanted: float
    achieved: float
    failed: int
    p50: float
    p95: float
    p99: float
    cpu: float


def target_and_cloud() -> None:
    """Be the target, and the cloud that knows it, on one port."""
    application = web.Application()
    application.router.add_post("/_local/exchange", _exchange)
    application.router.add_get("/", _answer)
    web.run_app(application, host="127.0.0.1", port=CLOUD_PORT, access_log=None, print=None)


async def _answer(_: web.Request) -> web.Response:
    return web.Response(body=BODY, content_type="application/json")


async def _exchange(_: web.Request) -> web.Response:
    forward = {"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": "blue", "Weight": 100}]}}
    target = {"id": "i-1", "port": 8080, "address": ["127.0.0.1", CLOUD_PORT]}
    listener = {
        "arn": "listener", "load_balancer_arn": "alb", "port": LISTENER_PORT,
        "protocol": "HTTP", "default_actions": [forward], "rules": [],
    }  # fmt: skip
    group = {"arn": "blue", "health_check": {"path": "/", "interval": 5}, "attributes": {}, "targets": [target]}
    settings = {"listener_delay": 0.5, "registration_delay": 1.0}
    return web.json_response(
        {"settings": settings, "listeners": [listener], "load_balancers": [], "target_groups": [group]}
    )


def balancer(questions: Connection) -> None:
    """Be the balancer, and tell its CPU seconds for each question."""

    def tell() -> None:
        while questions.recv():
            questions.send(time.process_time())

    threading.Thread(target=tell, daemon=True).start()
    asyncio.run(serve(LocalSettings(port=CLOUD_PORT)))


async def measure(rate: float, seconds: float, questions: Connection) -> Measure:
    """Send RATE requests a second on a schedule for SECONDS, over kept connections."""
    url = f"http://127.0.0.1:{LISTENER_PORT}/"
    latencies: list[float] = []
    failed = 0

    async def one(session: aiohttp.ClientSession, due: float) -> None:
        nonlocal failed
        try:
            async with session.get(url) as answer:
                if await answer.read() != BODY:
                    failed += 1
        except aiohttp.ClientError:
            failed += 1
        # From the schedule, not from the sending, so that a stalled sender can't hide a slow answer.
        latencies.append((time.perf_counter() - due) * 1000)

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await _ready(session, url)
        cpu, begin = _cpu(questions), time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * seconds)):
                due = begin + number / rate
                await asyncio.sleep(due - time.perf_counter())
                group.create_task(one(session, due))
        wall = time.perf_counter() - begin
    return _summary(rate, latencies, failed, wall, _cpu(questions) - cpu)


async def _ready(session: aiohttp.ClientSession, url: str) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            async with session.get(url) as answer:
                if answer.ok:
                    return
        except aiohttp.ClientError:
            pass
        await asyncio.sleep(0.1)
    raise TimeoutError(f"the balancer did not answer on {url} within {READY_SECONDS} s")


def _cpu(questions: Connection) -> float:
    questions.send(True)
    return questions.recv()


def _summary(rate: float, latencies: list[float], failed: int, wall: float, cpu: float) -> Measure:
    latencies.sort()

    def percentile(share: float) -> float:
        return latencies[min(len(latencies) - 1, int(len(latencies) * share))]

    return Measure(
        rate, len(latencies) / wall, failed, percentile(0.50), percentile(0.95), percentile(0.99), cpu / wall
    )


def run(rate: float, seconds: float) -> Measure:
    """Start target and balancer, measure, end both."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    processes = [
        context.Process(target=target_and_cloud, daemon=True),
        context.Process(target=balancer, args=(theirs,), daemon=True),
    ]
    for process in processes:
        process.start()
    try:
        return asyncio.run(measure(rate, seconds, ours))
    finally:
        for process in processes:
            process.terminate()
            process.join()


def table(result: Measure) -> Table:
    """Lay out one result."""
    shown = Table(
        "wanted rps", "achieved rps", "failed", "p50 ms", "p95 ms", "p99 ms", "balancer CPU", title="balancer"
    )
    shown.add_row(
        f"{result.wanted:.0f}", f"{result.achieved:.0f}", str(result.failed), f"{result.p50:.1f}",
        f"{result.p95:.1f}", f"{result.p99:.1f}", f"{result.cpu:.0%}",
    )  # fmt: skip
    return shown


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=500.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=6.0)
    options = parser.parse_args()
    Console().print(table(run(options.rate, options.seconds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
