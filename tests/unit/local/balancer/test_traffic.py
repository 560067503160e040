"""What clients and targets see through a running balancer."""

from __future__ import annotations

import asyncio
import io
import socket
from collections import Counter
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from yarl import URL

from local.balancer.edge import Edge
from tests.unit.local.balancer.rig import (
    Release,
    backend,
    forward,
    free_port,
    group,
    header_rule,
    listener,
    scenario,
    snapshot,
    two_colors,
    with_weights,
    world,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator


BIG = 8 * 1024 * 1024


@scenario
async def test_weight_zero_gets_no_request_but_probes() -> None:
    """At 100/0 every request goes to blue, while green is probed and healthy."""
    async with two_colors() as (made, _, green, at_blue, at_green):
        await made.serve(forward(blue=100, green=0), group("blue", at_blue), group("green", at_green))
        answers = Counter([await made.get() for _ in range(50)])
        assert answers == {(200, "blue"): 50}
        assert (made.states(), len(green.requests)) == (["healthy", "healthy"], 0)
        assert green.probes > 0


@scenario
async def test_the_header_rule_reaches_the_idle_color() -> None:
    """A preview rule forwards what carries its header, whatever the weights."""
    async with two_colors() as (made, _, _, at_blue, at_green):
        rules = [header_rule("green", forward(green=1))]
        await made.serve(forward(blue=100, green=0), group("blue", at_blue), group("green", at_green), rules=rules)
        assert await made.get(headers={"X-Bluegreen": "green"}) == (200, "green")
        assert await made.get() == (200, "blue")


@scenario
async def test_preview_rules_lead_only_whom_they_let_in() -> None:
    """A rule of header and source addresses wants both; who fails either one gets what the listener says."""
    async with two_colors() as (made, _, _, at_blue, at_green):

        def rule(color: str, *networks: str, priority: int) -> dict[str, Any]:
            made = header_rule(color, {"Type": "forward", "TargetGroupArn": color}, priority)
            source = {"Field": "source-ip", "SourceIpConfig": {"Values": list(networks)}}
            return {**made, "conditions": [*made["conditions"], source]}

        let_in = rule("green", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", priority=10)
        shut_out = rule("blue", "10.0.0.0/8", "2001:db8::/32", priority=11)
        groups = [group("blue", at_blue), group("green", at_green)]
        await made.serve(forward(blue=1, green=0), *groups, rules=[shut_out, let_in])
        assert await made.get(headers={"x-bluegreen": "green"}) == (200, "green")
        assert await made.get(headers={"x-bluegreen": "teal"}) == (200, "blue")
        await made.serve(forward(blue=0, green=1), *groups, rules=[shut_out, let_in])
        assert await made.get(headers={"x-bluegreen": "blue", "X-Forwarded-For": "10.0.0.1"}) == (200, "green")


@scenario
async def test_a_group_that_only_a_rule_names_is_checked() -> None:
    """Its targets are probed and serve, though the listener's own action never names it."""
    async with two_colors() as (made, _, green, at_blue, at_green):
        rules = [header_rule("green", {"Type": "forward", "TargetGroupArn": "green"})]
        await made.serve(forward(blue=1), group("blue", at_blue), group("green", at_green), rules=rules)
        assert made.states() == ["healthy", "healthy"]
        assert green.probes > 0


@scenario
async def test_a_switch_takes_effect_late_and_whole() -> None:
    """Changed weights act after the delay; then a kept connection follows on its next request."""
    async with two_colors() as (made, _, _, at_blue, at_green):
        groups = [group("blue", at_blue), group("green", at_green)]
        await made.serve(forward(blue=100, green=0), *groups)
        before = snapshot([listener(forward(blue=100, green=0), port=made.port)], groups, delay=0.2)
        await made.see(with_weights(before, forward(blue=0, green=100)))
        seen: list[str] = []
        async with asyncio.timeout(5):
            while "green" not in seen:
                seen.append((await made.get())[1])
        assert seen[0] == "blue"
        assert Counter([(await made.get())[1] for _ in range(20)]) == {"green": 20}


@scenario
async def test_healthy_targets_take_turns_and_sick_ones_get_nothing() -> None:
    """Requests go round robin to the healthy targets only."""
    one, two, sick = Release("one"), Release("two"), Release("sick", health=503)
    async with world() as made, backend(one) as a, backend(two) as b, backend(sick) as c:
        await made.serve(forward(blue=1), group("blue", a, b, c))
        assert Counter([(await made.get())[1] for _ in range(10)]) == {"one": 5, "two": 5}
        assert not sick.requests


@scenario
async def test_all_unhealthy_fails_open() -> None:
    """When every target is unhealthy, requests go to all of them."""
    one, two = Release("one", health=503), Release("two", health=500)
    async with world() as made, backend(one) as a, backend(two) as b:
        await made.serve(forward(blue=1), group("blue", a, b))
        assert made.states() == ["unhealthy", "unhealthy"]
        assert Counter([(await made.get())[1] for _ in range(10)]) == {"one": 5, "two": 5}


@scenario
async def test_an_empty_group_answers_503() -> None:
    """A group without targets gives 503, also when another group could answer; no target is counted."""
    async with two_colors() as (made, _, green, _, at_green):
        await made.serve(forward(blue=100, green=0), group("blue"), group("green", at_green))
        assert (await made.get())[0] == 503
        traffic = made.balancer.report()["traffic"]
        assert (traffic["no_target"], traffic["status"], green.requests) == (1, {"503": 1}, [])


@scenario
async def test_a_refusing_target_gives_502() -> None:
    """A target that nobody listens for gives 502."""
    async with world() as made:
        await made.serve(forward(blue=1), group("blue", ("127.0.0.1", free_port())))
        assert (await made.get())[0] == 502


@scenario
async def test_a_reset_gives_502_and_no_second_try() -> None:
    """A target that drops a kept connection on a request gives 502; the request is not sent again."""
    served = 0

    async def drop_second(request: web.BaseRequest) -> web.StreamResponse:
        nonlocal served
        if request.path != "/health":
            served += 1
            if served == 2:
                assert request.transport is not None
                request.transport.abort()  # type: ignore[attr-defined]
        return web.Response(text="ok")

    async with world() as made, backend(drop_second) as at:
        await made.serve(forward(blue=1), group("blue", at))
        assert [(await made.get())[0] for _ in range(3)] == [200, 502, 200]
        assert served == 3


@scenario
async def test_a_silent_target_gives_504() -> None:
    """A target that does not answer within the idle timeout gives 504."""
    async with two_colors() as (made, blue, _, at_blue, _):
        blue.hold = asyncio.Event()
        seen = snapshot([listener(forward(blue=1), port=made.port)], [group("blue", at_blue)])
        seen.load_balancers["arn:alb"] = {"idle_timeout.timeout_seconds": "0.2"}
        await made.see(seen)
        assert (await made.get())[0] == 504
        blue.hold.set()


@scenario
async def test_a_deregistered_target_finishes_what_it_has() -> None:
    """After deregistration the open request ends well, new ones go elsewhere, and draining ends with it."""
    async with two_colors() as (made, blue, green, at_blue, at_green):
        blue.hold = asyncio.Event()
        await made.serve(forward(both=1), group("both", at_blue))
        open_request = asyncio.create_task(made.get())
        await made.until(lambda: len(blue.requests) == 1)
        left = group("both", at_blue, at_green)
        left["targets"] = left["targets"][1:]
        await made.serve(forward(both=1), left)
        assert [await made.get() for _ in range(4)] == [(200, "green")] * 4
        assert made.balancer.report()["health"]["both"]["i-both-0:8080"]["state"] == "draining"
        assert made.balancer.report()["in_flight"] == {"i-both-0:8080": 1}
        blue.hold.set()
        assert await open_request == (200, "blue")
        await made.serve(forward(both=1), left)
        assert list(made.balancer.report()["health"]["both"]) == ["i-both-1:8080"]
        assert (made.balancer.report()["in_flight"], len(green.requests)) == ({}, 4)


@scenario
async def test_counts_agree_with_the_targets() -> None:
    """Requests by group, target and status are what the targets saw; probes are not among them."""
    async with two_colors() as (made, blue, green, at_blue, at_green):
        await made.serve(forward(blue=50, green=50), group("blue", at_blue), group("green", at_green))
        await asyncio.gather(*(made.get() for _ in range(40)))
        seen = {"blue": len(blue.requests), "green": len(green.requests)}
        traffic = made.balancer.report()["traffic"]
        assert traffic["requests"] == seen
        assert traffic["by_target"] == {f"i-{color}-0:8080": number for color, number in seen.items()}
        assert (traffic["status"], sum(seen.values())) == ({"200": 40}, 40)


@scenario
async def test_headers_on_the_way() -> None:
    """Host and path arrive as sent, forwarding headers are added, hop-by-hop ones end at the balancer."""
    async with two_colors() as (made, blue, _, at_blue, _):
        await made.serve(forward(blue=1), group("blue", at_blue))
        sent = {
            "Host": "www.example.com",
            "Connection": "keep-alive, X-Hop",
            "X-Hop": "1",
            "X-Forwarded-For": "10.1.1.1",
        }
        async with made.client.get(URL(f"{made.url}/a%2Fb?q=%20+", encoded=True), headers=sent) as answer:
            assert answer.headers["x-bluegreen-color"] == "blue"
        got = blue.requests[0]
        assert (got.host, got.raw_path) == ("www.example.com", "/a%2Fb?q=%20+")
        assert got.headers["X-Forwarded-For"] == "10.1.1.1, 127.0.0.1"
        assert (got.headers["X-Forwarded-Proto"], got.headers["X-Forwarded-Port"]) == ("http", str(made.port))
        assert got.headers["X-Amzn-Trace-Id"].startswith("Root=1-")
        assert "X-Hop" not in got.headers


@scenario
async def test_large_bodies_stream_both_ways() -> None:
    """A body reaches the target before it is whole, and comes back whole, with length and chunked."""
    first_chunk = asyncio.Event()

    async def echo(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        if length := request.headers.get("Content-Length"):
            response.content_length = int(length)
        await response.prepare(request)
        async for chunk in request.content.iter_any():
            first_chunk.set()
            await response.write(chunk)
        await response.write_eof()
        return response

    async def slowly() -> AsyncGenerator[bytes]:
        yield b"a" * 1024
        await asyncio.wait_for(first_chunk.wait(), 5)
        yield b"b" * BIG

    async with world() as made, backend(echo) as at:
        await made.serve(forward(blue=1), group("blue", at))
        async with made.client.post(made.url, data=slowly()) as answer:
            assert answer.headers["Transfer-Encoding"] == "chunked"
            assert len(await answer.read()) == 1024 + BIG
        async with made.client.post(made.url, data=io.BytesIO(b"c" * BIG), expect100=True) as answer:
            assert answer.headers["Content-Length"] == str(BIG)
            assert await answer.read() == b"c" * BIG
        async with made.client.post(made.url, data=b"not gzip", headers={"Content-Encoding": "gzip"}) as answer:
            assert await answer.read() == b"not gzip"


@scenario
async def test_head_204_304_and_encoded_bodies_pass_unchanged() -> None:
    """Answers without a body keep their headers, a compressed body stays compressed."""

    async def answers(request: web.BaseRequest) -> web.StreamResponse:
        match request.path:
            case "/204":
                return web.Response(status=204)
            case "/304":
                return web.Response(status=304, headers={"ETag": '"1"'})
            case "/gzip":
                return web.Response(body=b"not really gzip", headers={"Content-Encoding": "gzip"})
            case _:
                return web.Response(text="x" * 100)

    async with world() as made, backend(answers) as at:
        await made.serve(forward(blue=1), group("blue", at))
        async with made.client.head(made.url) as answer:
            assert (answer.headers["Content-Length"], await answer.read()) == ("100", b"")
        assert await made.get("/204") == (204, "")
        assert await made.get("/304") == (304, "")
        assert await made.get("/gzip") == (200, "not really gzip")
        assert await made.get("/") == (200, "x" * 100)


@scenario
async def test_connections_are_kept_on_both_sides() -> None:
    """One client connection and one target connection carry many requests."""
    peers: set[Any] = set()

    async def note(request: web.BaseRequest) -> web.StreamResponse:
        if request.path != "/health":
            assert request.transport is not None
            peers.add(request.transport.get_extra_info("peername"))
        return web.Response(text="ok")

    async with world() as made, backend(note) as at:
        await made.serve(forward(blue=1), group("blue", at))
        reader, writer = await asyncio.open_connection("127.0.0.1", made.port)
        for _ in range(10):
            writer.write(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.close()
        assert len(peers) == 1


@scenario
async def test_an_old_client_connection_ends_with_an_answer() -> None:
    """After its life time a kept connection gets one more answer, which says that it is the last."""

    async def ok(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(text="ok")

    edge = Edge(ok, keep_alive_seconds=0.05)
    await edge.open(free_port())
    async with aiohttp.ClientSession() as client:
        connections: list[str | None] = []
        async with asyncio.timeout(5):
            while "close" not in connections:
                async with client.get(f"http://127.0.0.1:{edge.port}") as answer:
                    connections.append(answer.headers.get("Connection"))
                await asyncio.sleep(0.02)
    await edge.close()
    assert connections[0] is None


@scenario
async def test_a_client_that_leaves_is_counted_as_460() -> None:
    """A client that goes inside its answer is counted as gone, not as answered, and nothing stays in flight."""

    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 65536)

    async def answers(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response() if request.path == "/health" else await endless(request)

    async with world() as made, backend(answers) as at:
        await made.serve(forward(blue=1), group("blue", at))
        async with made.client.get(made.url) as answer:
            await answer.content.readexactly(100)
            answer.close()
        await made.until(lambda: not made.balancer.report()["in_flight"])
        assert made.balancer.report()["traffic"]["status"] == {"460": 1}


@scenario
async def test_a_client_that_leaves_inside_its_body_is_counted_as_460() -> None:
    """So is one that goes before its request is whole."""
    async with two_colors() as (made, blue, _, at_blue, _):
        await made.serve(forward(blue=1), group("blue", at_blue))
        blue.hold = asyncio.Event()
        _, writer = await asyncio.open_connection("127.0.0.1", made.port)
        writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf")
        await made.until(lambda: len(blue.requests) == 1)
        writer.close()
        await made.until(lambda: not made.balancer.report()["in_flight"])
        assert made.balancer.report()["traffic"]["status"] == {"460": 1}
        blue.hold.set()


@pytest.mark.parametrize("headers", [{"Content-Length": "100"}, {}], ids=["length", "chunked"])
def test_a_broken_answer_reaches_the_client_as_broken(headers: dict[str, str]) -> None:
    """When a target dies inside its answer, the client sees a short body and not a good one."""

    async def half(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        await response.write(b"x" * 50)
        if request.path != "/health":
            assert request.transport is not None
            request.transport.close()
        return response

    async def look() -> None:
        async with world() as made, backend(half) as at:
            await made.see(snapshot([listener(forward(blue=1), port=made.port)], [group("blue", at)]))
            with pytest.raises(aiohttp.ClientPayloadError):
                await made.get()

    asyncio.run(asyncio.wait_for(look(), 20))


@scenario
async def test_fixed_response_and_redirect() -> None:
    """Both answer without a target."""
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "410", "MessageBody": "gone"}}
    config = {"Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/new/#{path}", "StatusCode": "HTTP_301"}
    async with world() as made:
        await made.serve(fixed)
        assert await made.get() == (410, "gone")
        await made.serve({"Type": "redirect", "RedirectConfig": config})
        async with made.client.get(made.url + "/a?b=1", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1:443/new/a?b=1")


@scenario
async def test_a_taken_port_is_reported_as_another_and_a_deleted_listener_closes() -> None:
    """The bound port stands in the report; after deletion nobody listens there."""
    async with world() as made:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", made.port))
            taken.listen()
            await made.serve({"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}})
        bound = made.balancer.report()["bound"]["arn:listener"]
        assert bound != made.port
        async with made.client.get(f"http://127.0.0.1:{bound}") as answer:
            assert answer.status == 200
        await made.see(snapshot([], []))
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientConnectorError):
            await made.client.get(f"http://127.0.0.1:{bound}")


@scenario
async def test_a_listener_that_changes_its_port_answers_there_only() -> None:
    """The new port answers, the old one refuses."""
    async with world() as made, backend(Release("blue")) as at:
        await made.serve(forward(blue=1), group("blue", at))
        assert await made.get() == (200, "blue")
        old, made.port = made.url, free_port()
        await made.serve(forward(blue=1), group("blue", at))
        assert await made.get() == (200, "blue")
        with pytest.raises(aiohttp.ClientConnectorError):
            await made.client.get(old)
