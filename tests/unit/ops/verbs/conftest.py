"""Fixtures of the verbs' tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from components.color import Color, weights
from components.records.active_record import ActiveRecord
from ops.shares import Plan
from ops.watching.metrics import Metrics
from tests.unit.components.fake_aws import NAMES
from tests.unit.components.web import Site, named, serve, serve_each
from tests.unit.ops.verbs.checking_scene import FAULTY, route
from tests.unit.ops.watching.fake_metrics import GOOD, FakeMetrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine


@pytest.fixture
def site(engine: FakeEngine) -> Iterator[Site]:
    """Both colors behind their preview route."""
    with serve_each(route) as found:
        engine.router["url"] = found.url
        yield found
    FAULTY.clear()


@pytest.fixture
def metrics(monkeypatch: pytest.MonkeyPatch) -> FakeMetrics:
    """Green answers as blue did, unless a test says otherwise; every look is the last of its step."""
    fake = FakeMetrics([[GOOD]])
    monkeypatch.setattr(Metrics, "points", lambda _self, *asked: fake.points(*asked))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    monkeypatch.setattr(Plan, "seconds", lambda *_: 0)
    return fake


@pytest.fixture
def following(aws: FakeAws, engine: FakeEngine, metrics: FakeMetrics) -> Iterator[FakeAws]:
    """An engine whose updates do what the file says, with a record of each switch."""
    assert metrics.before
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json(), datetime.now(UTC))

    def update() -> None:
        settings = engine.settings["router"]
        active = Color(settings["bluegreen:active_color"])
        name, _, share = str(settings.get("bluegreen:canary", f"{active.other.value}@0")).partition("@")
        aws.weights = weights(active, (Color(name), int(share)))
        engine.router["weights"] = {color.value: share for color, share in aws.weights.items()}
        if active is Color.GREEN:
            record = ActiveRecord(active, "1.1.0", Color.BLUE, "1.0.0", soak=True)
            aws.put(NAMES.active, record.to_json(), datetime.now(UTC))

    engine.update = update
    with serve(named("green")) as site:
        engine.router["url"] = site.url
        yield aws
