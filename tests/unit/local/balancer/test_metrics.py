"""What the balancer measures of the requests that clients make."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web

from local.balancer.metrics import KEPT_SECONDS, REPORTED_SECONDS, Metrics
from local.distribution import Distribution
from tests.unit.local.balancer.rig import (
    ALB,
    Release,
    World,
    backend,
    forward,
    free_port,
    group,
    listener,
    scenario,
    snapshot,
    two_colors,
    world,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

HOSTS = ("HealthyHostCount", "UnHealthyHostCount")
PATH = (ALB, "blue")


class Clock:
    """Unix seconds that pass only on demand."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds now."""
        return self.now


def series(report: dict[str, Any]) -> dict[tuple[str | None, str], Distribution]:
    """Values in a REPORT by target group and name, over all its seconds."""
    found: dict[tuple[str | None, str], Distribution] = {}
    for second in report["seconds"].values():
        for each in second:
            for name, described in each["values"].items():
                key = (each["target_group"], name)
                found[key] = found.get(key, Distribution()) | Distribution.parse(described)
    return found


def counts(made: World, leave_out: Sequence[str] = (*HOSTS, "TargetResponseTime")) -> dict[tuple[str | None, str], int]:
    """How often each metric of MADE was measured, without those to LEAVE_OUT."""
    measured = series(made.balancer.report()["metrics"])
    return {key: values.count for key, values in measured.items() if key[1] not in leave_out}


@scenario
async def test_counts_equal_the_requests_served() -> None:
    """By target group and class of status, and nothing is counted that did not happen: not even as 0."""

    async def green(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=200 if request.path == "/health" else int(request.path[1:]))

    async with two_colors() as (made, _, _, at_blue, _), backend(green) as at_green:
        await made.serve(forward(blue=1, green=0), group("blue", at_blue), group("green", at_green))
        for _ in range(7):
            await made.get()
        await made.serve(forward(blue=0, green=1), group("blue", at_blue), group("green", at_green))
        answers = Counter([(await made.get(f"/{status}"))[0] for status in (200, 302, 404, 500, 503, 404)])
        assert answers == {200: 1, 302: 1, 404: 2, 500: 1, 503: 1}
        assert counts(made) == {
            ("blue", "RequestCount"): 7,
            ("blue", "HTTPCode_Target_2XX_Count"): 7,
            ("green", "RequestCount"): 6,
            ("green", "HTTPCode_Target_2XX_Count"): 1,
            ("green", "HTTPCode_Target_3XX_Count"): 1,
            ("green", "HTTPCode_Target_4XX_Count"): 2,
            ("green", "HTTPCode_Target_5XX_Count"): 2,
        }


@scenario
async def test_a_502_of_its_own_is_no_target_5xx() -> None:
    """A target that drops the connection was chosen and connected to; one that refuses it was not."""

    async def drops(request: web.BaseRequest) -> web.StreamResponse:
        if request.path != "/health" and request.transport is not None:
            request.transport.close()
        return web.Response()

    async with world() as made, backend(drops) as at:
        await made.serve(forward(blue=1), group("blue", at))
        assert [(await made.get())[0] for _ in range(3)] == [502, 502, 502]
        expected = {
            ("blue", "RequestCount"): 3,
            (None, "HTTPCode_ELB_5XX_Count"): 3,
            (None, "HTTPCode_ELB_502_Count"): 3,
        }
        assert counts(made) == expected
        await made.serve(forward(green=1), group("blue", at), group("green", ("127.0.0.1", free_port())))
        assert (await made.get())[0] == 502
        assert counts(made) == {
            **expected,
            (None, "HTTPCode_ELB_5XX_Count"): 4,
            (None, "HTTPCode_ELB_502_Count"): 4,
            ("green", "RequestCount"): 1,
            ("green", "TargetConnectionErrorCount"): 1,
        }


@scenario
async def test_a_target_that_nothing_listens_for_is_a_connection_error() -> None:
    """It was chosen, answers nothing, and no connection came about."""
    async with world() as made:
        blue = group("blue")
        blue["targets"] = [{"id": "i-0", "port": 8080, "address": None}]
        await made.serve(forward(blue=1), blue)
        assert (await made.get())[0] == 502
        assert counts(made)["blue", "TargetConnectionErrorCount"] == 1


@scenario
async def test_an_empty_group_counts_503_and_no_request() -> None:
    """RequestCount is of requests for which a target was chosen."""
    async with world() as made:
        await made.serve(forward(blue=1), group("blue"))
        assert [(await made.get())[0] for _ in range(2)] == [503, 503]
        assert counts(made, leave_out=()) == {
            (None, "HTTPCode_ELB_5XX_Count"): 2,
            (None, "HTTPCode_ELB_503_Count"): 2,
        }


@scenario
async def test_a_silent_target_counts_504() -> None:
    """The target was reached, so no connection error."""
    blue = Release("blue", hold=asyncio.Event())
    async with world() as made, backend(blue) as at:
        seen = snapshot([listener(forward(blue=1), port=made.port)], [group("blue", at)])
        seen.load_balancers[ALB] = {"idle_timeout.timeout_seconds": "0.2"}
        await made.see(seen)
        assert (await made.get())[0] == 504
        assert counts(made) == {
            ("blue", "RequestCount"): 1,
            (None, "HTTPCode_ELB_5XX_Count"): 1,
            (None, "HTTPCode_ELB_504_Count"): 1,
        }


@scenario
async def test_response_time_ends_with_the_headers_and_begins_with_the_requests_end() -> None:
    """Neither a slow client's body nor the target's own body counts."""
    told, read = asyncio.Event(), asyncio.Event()

    async def blue(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/health":
            return web.Response()
        await request.read()
        await asyncio.sleep(0.05)
        response = web.StreamResponse()
        await response.prepare(request)
        told.set()
        await read.wait()
        await response.write_eof()
        return response

    async def slow_body() -> Any:
        yield b"begin"
        await asyncio.sleep(0.5)
        yield b"end"

    async with world() as made, backend(blue) as at:
        await made.serve(forward(blue=1), group("blue", at))
        async with made.client.post(made.url, data=slow_body()) as answer:
            await told.wait()
            (measured,) = [
                values
                for (_, name), values in series(made.balancer.report()["metrics"]).items()
                if name == "TargetResponseTime"
            ]
            read.set()
            await answer.read()
        assert measured.count == 1
        assert 0.05 <= measured.total < 0.5


@scenario
async def test_hosts_are_those_that_probes_found() -> None:
    """Healthy and unhealthy, also where one of them is 0, for groups with targets that a listener names."""
    async with two_colors() as (made, _, green, at_blue, at_green):
        green.health = 500
        groups = [group("blue", at_blue), group("green", at_green), group("teal"), group("red", at_blue)]
        await made.serve(forward(blue=100, green=0, teal=0), *groups)
        await made.until(lambda: sorted(made.states()) == ["healthy", "unhealthy", "unused"])
        found = series(made.balancer.report()["metrics"])
        last = {key: (values.low, values.high) for key, values in found.items() if key[1] in HOSTS}
        assert last["blue", "HealthyHostCount"][1] == 1
        assert last["green", "UnHealthyHostCount"][1] == 1
        assert last["green", "HealthyHostCount"] == (0, 0)
        assert {name for name, _ in last} == {"blue", "green"}


def test_a_report_is_told_again_until_it_was_delivered() -> None:
    """What is delivered goes, but for the second that is not over."""
    clock = Clock()
    metrics = Metrics(clock)
    metrics.chosen(PATH)
    clock.now += 1
    metrics.chosen(PATH)
    lost = metrics.report()
    assert list(lost["seconds"]) == [1000, 1001]
    metrics.chosen(PATH)
    assert series(metrics.report())["blue", "RequestCount"].count == 3
    metrics.delivered(lost)
    again = metrics.report()
    assert list(again["seconds"]) == [1001]
    assert series(again)["blue", "RequestCount"].count == 2


def test_a_clock_that_is_set_back_reopens_nothing() -> None:
    """What happens until it has caught up counts for the latest second."""
    clock = Clock()
    metrics = Metrics(clock)
    metrics.delivered(metrics.report())
    clock.now -= 10
    metrics.chosen(PATH)
    assert metrics.report()["until"] == 1000
    assert list(metrics.report()["seconds"]) == [1000]


def test_what_waits_is_bounded_and_told_in_small_reports() -> None:
    """An hour waits at most, a minute is told at once, and a report claims no more than it tells."""
    clock = Clock()
    metrics = Metrics(clock)
    for _ in range(KEPT_SECONDS + 10):
        metrics.chosen(PATH)
        clock.now += 1
    seconds: list[int] = []
    while told := (report := metrics.report())["seconds"]:
        assert len(told) <= REPORTED_SECONDS
        assert max(told) + 1 == report["until"]
        seconds += told
        metrics.delivered(report)
    assert seconds == list(range(1010, 1010 + KEPT_SECONDS))


@pytest.mark.parametrize("status", [200, 301, 404])
def test_only_errors_of_the_servers_side_are_its_own(status: int) -> None:
    """A redirect or a fixed answer counts for nothing here."""
    metrics = Metrics()
    metrics.own(ALB, status)
    assert metrics.report()["seconds"] == {}


@scenario
async def test_a_fixed_5xx_is_the_load_balancers_own() -> None:
    """It comes from no target."""
    async with world() as made:
        fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}
        await made.see(snapshot([listener(fixed, port=made.port)], []))
        async with aiohttp.ClientSession() as client, client.get(made.url) as answer:
            assert answer.status == 503
        assert counts(made) == {(None, "HTTPCode_ELB_5XX_Count"): 1, (None, "HTTPCode_ELB_503_Count"): 1}
