"""The load against a server that counts."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from demo.load import Load, LoadError, main

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

SLOW_SECONDS = 0.2


@dataclass
class Server:
    """A sample release in a thread; counts requests, connections and what is in flight."""

    url: str = ""
    requests: int = 0
    slow: int = 0
    most_slow: int = 0
    fault: Callable[[web.BaseRequest], web.StreamResponse | None] = lambda _: None
    connections: set[Any] = field(default_factory=set[Any])

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer as the sample release does."""
        self.requests += 1
        assert request.transport is not None
        self.connections.add(request.transport.get_extra_info("peername"))
        if faulty := self.fault(request):
            return faulty
        if delay := float(request.query.get("delay", "0")):
            self.slow += 1
            self.most_slow = max(self.slow, self.most_slow)
            await asyncio.sleep(delay)
            self.slow -= 1
        headers = {"x-bluegreen-color": "blue", "x-bluegreen-release": "1.0.0", "x-bluegreen-instance": "i-1"}
        return web.json_response({"color": "blue"}, headers=headers)


@contextmanager
def serving() -> Generator[Server]:
    """Run a server in a thread."""
    server = Server()
    loop = asyncio.new_event_loop()

    async def begin() -> web.ServerRunner:
        runner = web.ServerRunner(web.Server(server.answer, access_log=None), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = loop.run_until_complete(begin())
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait for CONDITION, at most 10 s."""
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_every_request_of_a_load_is_answered_and_counted() -> None:
    """Client and server count the same; half the steady requests come over connections of their own."""
    with serving() as server:
        with Load(server.url, rate=200, slow=3, slow_seconds=SLOW_SECONDS) as load:
            until(lambda: load.summary()["sent"] >= 100)
        summary = load.summary()
        assert (summary["failed"], summary["sent"]) == (0, server.requests)
        assert summary["by_instance"] == {"i-1": server.requests}
        kinds = summary["by_kind"]
        assert abs(kinds["fresh"] - kinds["keep-alive"]) <= 1
        assert kinds["fresh"] < len(server.connections) < kinds["fresh"] + kinds["keep-alive"]
        assert server.most_slow == 3


def test_the_schedule_does_not_wait_for_answers() -> None:
    """The rate holds while every answer takes longer than the pause between two requests."""
    with serving() as server:
        with Load(server.url + "?delay=0.3", rate=60, slow=0) as load:
            until(lambda: load.summary()["sent"] >= 30)
        assert 50 < load.summary()["rate"] < 70


def test_failures_are_counted_by_reason_and_never_retried() -> None:
    """A reset, also over a kept connection, is one failed request; so is a bad status."""
    turns: list[int] = []

    def fault(request: web.BaseRequest) -> web.StreamResponse | None:
        turns.append(1)
        if len(turns) % 10 == 0:
            return web.Response(status=503)
        if len(turns) % 7 == 0:
            assert request.transport is not None
            request.transport.abort()  # type: ignore[attr-defined]
        return None

    with serving() as server:
        server.fault = fault
        with Load(server.url, rate=200, slow=0) as load:
            until(lambda: load.summary()["sent"] >= 100)
        summary = load.summary()
        assert summary["sent"] == server.requests == len(turns)
        resets = sum(turn % 7 == 0 and turn % 10 != 0 for turn in range(1, len(turns) + 1))
        assert summary["failures"] == {"status 503": len(turns) // 10, "reset": resets}


def test_a_refused_connection_is_a_failure() -> None:
    """With nobody listening, every request fails to connect, and slow ones don't spin."""
    with serving() as server:
        gone = server.url
    with Load(gone, rate=50, slow=2, slow_seconds=SLOW_SECONDS) as load:
        until(lambda: load.summary()["sent"] >= 20)
    summary = load.summary()
    assert summary["failures"] == {"connect": summary["sent"]}
    assert summary["by_kind"].get("slow", 0) < 2 * (2 + summary["sent"] / 50 / SLOW_SECONDS)


def test_a_load_that_broke_says_so() -> None:
    """When the load's process is killed, its numbers are not taken for whole."""
    with serving() as server:
        load = Load(server.url, slow=0).start()
        until(lambda: load.summary()["sent"] > 0)
        assert load.pid
        os.kill(load.pid, signal.SIGKILL)
        with pytest.raises(LoadError, match="broke"):
            load.stop()


def test_the_command_writes_what_it_saw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command prints the summary, writes all results, and exits 0 only without failures."""
    out = tmp_path / "load.json"
    with serving() as server:
        assert main([server.url, "--seconds", "0.2", "--rate", "50", "--slow", "0", "--out", str(out)]) == 0
        url = server.url
    written = json.loads(out.read_text())
    assert json.loads(capsys.readouterr().out) == written["summary"]
    assert len(written["results"]) == written["summary"]["sent"] > 0
    assert main([url, "--seconds", "0.2", "--rate", "50", "--slow", "0"]) == 1
