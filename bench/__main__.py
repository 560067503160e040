"""Measure on this machine and print one table: `python -m bench`.

Wall times depend on the machine; what is held against a promise is a count or a ratio.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench import balancer, commands
from bench.memory import peak_megabytes
from local.client import LocalAws
from local.ports import free_port
from local.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.engine import Run

ROUNDS = 4
"""Switches measured: there and back, twice."""


def main() -> int:
    """Measure everything and print it; returns 0."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="bluegreen-bench-") as folder:
        cloud = LocalAws.start(Path(folder) / "local", free_port(5300))
        try:
            workspace = Workspace(Path(folder) / "stacks", cloud.environment)
            rows += _switches(cloud, workspace)
            rows += commands.measure(cloud, workspace)
            rows += [(f"peak memory, {part}", f"{size} MB") for part, size in peak_megabytes(cloud.directory).items()]
        finally:
            cloud.stop()
    rows += _throughput()
    table = Table(title="bench")
    table.add_column("what")
    table.add_column("measured", justify="right")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
    return 0


def _switches(cloud: LocalAws, workspace: Workspace) -> list[tuple[str, str]]:
    workspace.configure("router", http_port=free_port(8600), health_check_interval=5, health_check_timeout=2)
    workspace.init()
    first = workspace.up("router").check()
    with ThreadPoolExecutor(2) as pool:
        fleets = [run.check() for run in pool.map(workspace.up, ("blue", "green"))]
    calls, writes, seconds = [], [], []
    for number in range(ROUNDS):
        before = cloud.last_call()
        workspace.configure("router", active_color="green" if number % 2 == 0 else "blue")
        seconds.append(workspace.up("router").check().seconds)
        told = cloud.calls(before)
        calls.append(len(told))
        writes.append(", ".join(call.action for call in told if call.write))
    idle = _median(lambda: workspace.up("router"))
    preview = _median(lambda: workspace.preview("router"))
    switch, back = statistics.median(seconds[::2]), statistics.median(seconds[1::2])
    return [
        ("first up of the router", f"{first.seconds:.1f} s"),
        ("first up of blue and green, side by side", f"{max(run.seconds for run in fleets):.1f} s"),
        ("AWS calls per switch", str(max(calls))),
        ("writes per switch", " | ".join(sorted(set(writes)))),
        ("switch, wall (median)", f"{switch:.1f} s"),
        ("rollback / switch", f"{back / switch:.2f}"),
        ("switch / up that changes nothing", f"{switch / idle:.2f}"),
        ("preview of the router, wall (median)", f"{preview:.1f} s"),
        ("preview / switch", f"{preview / switch:.2f}"),
    ]


def _median(run: Callable[[], Run]) -> float:
    return statistics.median(run().check().seconds for _ in range(3))


def _throughput() -> list[tuple[str, str]]:
    measure = balancer.run(500.0, 6.0)
    return [
        ("balancer, requests a second asked / carried", f"{measure.wanted:.0f} / {measure.achieved:.0f}"),
        ("balancer, failed", str(measure.failed)),
        ("balancer, p50 / p95 / p99", f"{measure.p50:.1f} / {measure.p95:.1f} / {measure.p99:.1f} ms"),
        ("balancer, share of one core", f"{measure.cpu:.0%}"),
    ]


if __name__ == "__main__":
    sys.exit(main())
