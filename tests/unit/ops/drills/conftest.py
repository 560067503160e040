"""Fixtures of the drills' tests."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from tests.unit.components.web import named, serve
from tests.unit.ops.drills.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.components.web import Reply
    from tests.unit.ops.fake_engine import FakeEngine


@pytest.fixture
def world(aws: FakeAws, engine: FakeEngine, project: Path) -> Iterator[World]:  # noqa: ARG001  its folder
    """A set that can be drilled."""
    with serve(named("blue")) as site:
        yield World(aws, engine, site.url)


@pytest.fixture
def broken(world: World) -> Iterator[None]:
    """The first request during a run of the engine is answered with 502, and only that."""
    answered, counted = threading.Event(), threading.Event()

    def answer(_number: int) -> Reply:
        if answered.is_set():
            # One at a time: the one before has been counted.
            counted.set()
        if not world.changing or answered.is_set():
            return named("blue")
        answered.set()
        return named("blue", status=502)

    update = world.engine.update

    def until_it_is() -> None:
        update()
        assert counted.wait(10)

    world.engine.update = until_it_is
    with serve(answer) as site:
        world.engine.router["url"] = site.url
        yield
