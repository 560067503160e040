"""The balancer's talk with the cloud, and its life as a process."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from local.balancer.__main__ import main
from local.balancer.exchange import Exchange
from local.settings import LocalSettings
from tests.unit.local.balancer.rig import World, backend, free_port, listener

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from local.balancer.snapshot import Snapshot

FIXED = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200", "MessageBody": "served"}}


class Cloud:
    """A cloud with one listener; `broken` makes it answer nonsense."""

    def __init__(self) -> None:
        """Begin well."""
        self.broken: web.Response | None = None
        self.reports: list[dict[str, Any]] = []
        self.port = free_port()

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one exchange."""
        self.reports.append(await request.json())
        return self.broken or web.json_response(
            {
                "settings": {"listener_delay": 0.5, "registration_delay": 1.0},
                "listeners": [listener(FIXED, port=self.port)],
                "load_balancers": [],
                "target_groups": [],
            }
        )


class Memory:
    """A participant that remembers."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.delivery: list[dict[str, Any]] = []
        self.seen: list[Snapshot] = []

    def report(self) -> dict[str, Any]:
        """Say how often it was told something."""
        return {"seen": len(self.seen)}

    def delivered(self, report: dict[str, Any]) -> None:
        """Remember."""
        self.delivery.append(report)

    async def see(self, snapshot: Snapshot, now: float) -> None:
        """Remember."""
        assert now <= time.monotonic()
        self.seen.append(snapshot)


def test_the_last_good_snapshot_holds_while_the_cloud_is_away() -> None:
    """An error, nonsense or silence of the cloud changes nothing; the next good answer does."""

    async def scenario() -> None:
        cloud, memory = Cloud(), Memory()
        async with aiohttp.ClientSession() as client:
            async with backend(cloud) as at:
                exchange = Exchange(LocalSettings(port=at[1]), memory)
                await exchange.once(client)
                for broken in (web.Response(status=500), web.json_response({"settings": {}}), web.Response(text="?")):
                    cloud.broken = broken
                    await exchange.once(client)
                cloud.broken = None
                await exchange.once(client)
            await exchange.once(client)
        assert len(memory.seen) == 2
        assert cloud.reports[-1] == {"seen": 1}
        assert memory.delivery == [{"seen": 0}, {"seen": 1}]

    asyncio.run(scenario())


def test_the_process_serves_without_its_cloud_and_ends_on_sigterm(tmp_path: Path) -> None:
    """A balancer that lost its cloud goes on; SIGTERM ends it with 0 and without a pid file."""

    async def scenario() -> None:
        cloud = Cloud()
        async with backend(cloud) as at:
            LocalSettings(port=at[1]).write(tmp_path)
            process = subprocess.Popen([sys.executable, "-m", "local.balancer", str(tmp_path)])  # noqa: ASYNC220  quick
            await World.until(lambda: bool(cloud.reports and cloud.reports[-1]["bound"]))
        assert (tmp_path / "balancer.pid").read_text() == f"{process.pid}\n"
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{cloud.port}") as answer:
            assert await answer.text() == "served"
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, 10) == 0
        assert not (tmp_path / "balancer.pid").exists()
        assert "listening on" in (tmp_path / "balancer.log").read_text()

    asyncio.run(scenario())


def test_without_a_local_aws_the_command_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without settings gives one line with the next command, and exit code 1."""
    assert main([str(tmp_path)]) == 1
    assert "python -m local up" in capsys.readouterr().err
