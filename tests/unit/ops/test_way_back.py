"""Whether a rollback is possible now, by the gate's own rule."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.release_record import ReleaseRecord
from ops.look import take_picture
from tests.unit.components.fake_aws import NAMES
from tests.unit.ops.fake_engine import stacks

if TYPE_CHECKING:
    from ops.picture import Rollback
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine


@pytest.fixture
def switched(aws: FakeAws, engine: FakeEngine) -> FakeAws:
    """A switch to green a minute ago, in 1.5 seconds."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    engine.router["weights"] = {"blue": 0, "green": 100}
    engine.settings["router"]["bluegreen:active_color"] = "green"
    record = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
    aws.put(NAMES.active, record.to_json(), datetime.now(UTC) - timedelta(minutes=1))
    aws.log.append(json.dumps({"event": "switched", "seconds": {"total": 1.5}, "weights": {"blue": 0, "green": 100}}))
    return aws


def _rollback(engine: FakeEngine) -> Rollback:
    return take_picture(stacks(engine), tuple).rollback


@pytest.mark.usefixtures("switched")
def test_the_previous_color_is_the_way_back(engine: FakeEngine) -> None:
    """How many are healthy there, and how long the last switch took."""
    back = _rollback(engine)
    assert (back.color, back.release, back.healthy, back.registered, back.seconds) == (Color.BLUE, "1.0.0", 2, 2, 1.5)
    assert back.possible


def test_before_any_switch_there_is_none(aws: FakeAws, engine: FakeEngine) -> None:
    """A first deployment has nothing behind it."""
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
    back = _rollback(engine)
    assert not back.possible
    assert "no switch was made yet" in back.reasons[0]


def test_a_way_back_without_targets_is_none(switched: FakeAws, engine: FakeEngine) -> None:
    """As a parked color: who is told before the need can unpark it."""
    switched.targets["arn:blue"] = {}
    back = _rollback(engine)
    assert not back.possible
    assert "blue: 0 of 0 healthy, at least 1 needed" in back.reasons[0]


def test_a_parked_way_back_tells_how_long_it_takes(switched: FakeAws, engine: FakeEngine) -> None:
    """Before anybody needs it."""
    record = ReleaseRecord.from_json(switched.parameters[NAMES.releases[Color.BLUE]][0])
    switched.fleets[record.fleet].created -= timedelta(seconds=45)
    switched.put(NAMES.releases[Color.BLUE], replace(record, parked=True).to_json())
    switched.targets["arn:blue"] = {}
    back = _rollback(engine)
    assert not back.possible
    assert back.reasons[0] == "blue is parked, and unparking takes about 45 s, which its fleet took at its release"


def test_a_way_back_that_is_sick_is_none(switched: FakeAws, engine: FakeEngine) -> None:
    """Fewer healthy than what carries the traffic: no rollback makes that better."""
    switched.release(Color.BLUE, "1.0.0", healthy=1, others=("unhealthy (Target.Timeout)",))
    back = _rollback(engine)
    assert not back.possible
    assert "fewer than the 2 of the color that carries traffic" in back.reasons[0]


def test_beside_a_canary_whose_end_was_lost_it_is_the_same(aws: FakeAws, engine: FakeEngine) -> None:
    """The listener has it and the log as well; the state, which an engine that was killed did not write, has not."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
    assert _rollback(engine).color is None
    aws.log.append(json.dumps({"event": "switched", "weights": {"blue": 90, "green": 10}}))
    assert _rollback(engine).color is Color.BLUE


def test_beside_a_canary_the_way_back_is_the_active_color(aws: FakeAws, engine: FakeEngine) -> None:
    """A rollback turns the canary off."""
    aws.weights = {Color.BLUE: 90, Color.GREEN: 10}
    engine.router["weights"] = {"blue": 90, "green": 10}
    engine.settings["router"]["bluegreen:canary"] = "green@10"
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
    back = _rollback(engine)
    assert back.color is Color.BLUE
    assert back.possible
