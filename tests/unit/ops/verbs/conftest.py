"""Fixtures of the verbs' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.components.web import Site, serve_each
from tests.unit.ops.verbs.checking_scene import FAULTY, route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.ops.fake_engine import FakeEngine


@pytest.fixture
def site(engine: FakeEngine) -> Iterator[Site]:
    """Both colors behind their preview route."""
    with serve_each(route) as found:
        engine.router["url"] = found.url
        yield found
    FAULTY.clear()
