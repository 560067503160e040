"""Clients that stay: with their target group, with their target, and with their connection."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp

from local.balancer.stickiness import GROUP_COOKIE, TARGET_COOKIE
from tests.unit.local.balancer.rig import (
    ALB,
    Release,
    World,
    backend,
    forward,
    group,
    listener,
    scenario,
    snapshot,
    two_colors,
    world,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from local.balancer.snapshot import Address


@scenario
async def test_stickiness_holds_a_client_on_its_color() -> None:
    """With group stickiness, a switch does not move a client that sends its cookie."""
    async with two_colors() as (made, _, _, at_blue, at_green):
        groups = [group("blue", at_blue), group("green", at_green)]
        await made.serve(forward(stickiness=60, blue=100, green=0), *groups)
        async with made.client.get(made.url) as answer:
            cookie = answer.cookies[GROUP_COOKIE]
        assert cookie["max-age"] == "60"
        await made.serve(forward(stickiness=60, blue=0, green=100), *groups)
        assert (await made.get(headers={"Cookie": f"{GROUP_COOKIE}={cookie.value}"}))[1] == "blue"
        assert (await made.get())[1] == "green"


def sticky(made: dict[str, Any], seconds: int = 60) -> dict[str, Any]:
    """Switch on target stickiness of a target group as the exchange carries it."""
    attributes = {"stickiness.enabled": "true", "stickiness.type": "lb_cookie"}
    return {**made, "attributes": {**attributes, "stickiness.lb_cookie.duration_seconds": str(seconds)}}


@asynccontextmanager
async def fleet() -> AsyncGenerator[tuple[World, list[Release], list[Address]]]:
    """Run a balancer and three targets of one group; nothing is registered yet."""
    releases = [Release(name) for name in ("one", "two", "three")]
    async with world() as made, backend(releases[0]) as a, backend(releases[1]) as b, backend(releases[2]) as c:
        yield made, releases, [a, b, c]


async def ask(made: World, cookie: str | None = None) -> tuple[str, str | None]:
    """Name of the target that answers a client with COOKIE, and the cookie that it gets."""
    headers = {} if cookie is None else {"Cookie": f"{TARGET_COOKIE}={cookie}"}
    async with made.client.get(made.url, headers=headers) as answer:
        given = answer.cookies.get(TARGET_COOKIE)
        return await answer.text(), given.value if given else None


@scenario
async def test_a_bound_client_stays_with_its_target() -> None:
    """The cookie leads every request to one target, while other clients take turns."""
    async with fleet() as (made, _, addresses):
        await made.serve(forward(blue=1), sticky(group("blue", *addresses)))
        first, cookie = await ask(made)
        assert cookie is not None
        assert [await ask(made, cookie) for _ in range(6)] == [(first, None)] * 6
        assert {(await ask(made))[0] for _ in range(6)} == {"one", "two", "three"}


@scenario
async def test_without_target_stickiness_no_cookie_is_set_or_heeded() -> None:
    """A cookie from before binds nobody any more."""
    async with fleet() as (made, _, addresses):
        await made.serve(forward(blue=1), sticky(group("blue", *addresses)))
        _, cookie = await ask(made)
        await made.serve(forward(blue=1), group("blue", *addresses))
        answers = [await ask(made, cookie) for _ in range(6)]
        assert {name for name, _ in answers} == {"one", "two", "three"}
        assert {given for _, given in answers} == {None}


@scenario
async def test_a_client_of_a_sick_target_is_bound_to_another() -> None:
    """It gets a healthy target and a new cookie, which holds after the first one has come back."""
    async with fleet() as (made, releases, addresses):
        await made.serve(forward(blue=1), sticky(group("blue", *addresses)))
        first, cookie = await ask(made)
        sick = next(release for release in releases if release.name == first)
        sick.health = 503
        await made.until(lambda: "unhealthy" in made.states())
        second, renewed = await ask(made, cookie)
        assert second != first
        assert renewed is not None
        sick.health = 200
        await made.until(lambda: set(made.states()) == {"healthy"})
        assert [await ask(made, renewed) for _ in range(6)] == [(second, None)] * 6


@scenario
async def test_a_client_of_a_departed_target_is_bound_to_another() -> None:
    """A deregistered target gets nothing, cookie or not."""
    async with fleet() as (made, _, addresses):
        whole = sticky(group("blue", *addresses))
        await made.serve(forward(blue=1), whole)
        first, cookie = await ask(made)
        gone = ("one", "two", "three").index(first)
        kept = [target for place, target in enumerate(whole["targets"]) if place != gone]
        await made.serve(forward(blue=1), {**whole, "targets": kept})
        second, renewed = await ask(made, cookie)
        assert second != first
        assert renewed is not None


@scenario
async def test_a_client_is_free_when_its_duration_is_over() -> None:
    """The end stands in the cookie, however long the client keeps it."""
    async with fleet() as (made, _, addresses):
        await made.serve(forward(blue=1), sticky(group("blue", *addresses), seconds=1))
        _, cookie = await ask(made)
        async with asyncio.timeout(5):
            while (await ask(made, cookie))[1] is None:
                pass
        assert {(await ask(made, cookie))[0] for _ in range(6)} == {"one", "two", "three"}


@scenario
async def test_both_cookies_come_with_one_answer() -> None:
    """A client of a sticky group in a sticky forward is bound to both, until a switch moves what is not bound."""
    async with two_colors() as (made, _, _, at_blue, at_green):
        groups = [sticky(group("blue", at_blue)), sticky(group("green", at_green))]
        await made.serve(forward(stickiness=60, blue=1, green=0), *groups)
        async with made.client.get(made.url) as answer:
            cookies = {name: morsel.value for name, morsel in answer.cookies.items()}
        assert set(cookies) == {GROUP_COOKIE, TARGET_COOKIE}
        await made.serve(forward(stickiness=60, blue=0, green=1), *groups)
        both = "; ".join(f"{name}={value}" for name, value in cookies.items())
        assert await made.get(headers={"Cookie": both}) == (200, "blue")
        assert (await ask(made, cookies[TARGET_COOKIE]))[0] == "green"


@scenario
async def test_a_connection_lives_as_long_as_its_load_balancer_says() -> None:
    """A changed client keep-alive holds for the listeners of that load balancer, open connections included."""

    def wanted(keep_alive: str, *groups: dict[str, Any]) -> Any:
        seen = snapshot([listener(forward(blue=1), port=made.port)], list(groups))
        return replace(seen, load_balancers={ALB: {"client_keep_alive.seconds": keep_alive}})

    async def last(client: aiohttp.ClientSession) -> bool:
        async with client.get(made.url) as answer:
            return answer.headers.get("Connection") == "close"

    async with world() as made, backend(Release("blue")) as at, aiohttp.ClientSession() as client:
        await made.see(wanted("3600", group("blue", at)))
        assert not any([await last(client) for _ in range(5)])
        await made.see(wanted("0.01", group("blue", at)))
        async with asyncio.timeout(5):
            while not await last(client):
                pass
