"""Fixtures of the drills' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.components.web import named, serve
from tests.unit.ops.drills.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine


@pytest.fixture
def world(aws: FakeAws, engine: FakeEngine, project: Path) -> Iterator[World]:  # noqa: ARG001  its folder
    """A set that can be drilled."""
    with serve(named("blue")) as site:
        yield World(aws, engine, site.url)
