"""How much a color must show beside the one whose traffic it takes over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color, weights
from components.records.active_record import ActiveRecord
from components.settings.switching import Overrides
from components.switch.concurrency import Before
from components.switch.ready_for_traffic import Need
from components.switch.verdict import Verdict, judge
from tests.unit.components.fake_aws import LISTENER, NAMES
from tests.unit.components.scenes import BLUE, GREEN, LOG, switching

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

SICK = "unhealthy (Target.ResponseCodeMismatch)"


def _judge(**changes: Any) -> Verdict:
    return judge(switching(**changes), LISTENER, Before(BLUE), (Color.GREEN,))


def _name(aws: FakeAws, record: ActiveRecord) -> None:
    aws.put(NAMES.active, record.to_json())


def test_capacity_is_compared_with_what_is_in_service(aws: FakeAws) -> None:
    """Half the fleet is enough only where capacity_ratio says so."""
    aws.release(Color.BLUE, "1.0.0", healthy=4)
    assert not _judge().passes
    assert _judge(need=Need(1, 0.5)).passes


@pytest.mark.parametrize("record", [None, "damaged"])
def test_capacity_is_compared_without_a_record_too(aws: FakeAws, record: str | None) -> None:
    """Where the live color's record was lost, its targets tell how much there is to take over."""
    aws.release(Color.BLUE, "1.0.0", healthy=8)
    aws.release(Color.GREEN, "1.1.0", healthy=1)
    del aws.parameters[NAMES.releases[Color.BLUE]]
    if record:
        aws.put(NAMES.releases[Color.BLUE], record)
    (reason,) = _judge().shortfalls
    assert "1 healthy, and 8 are needed beside 8 in service" in reason


def test_a_live_color_in_need_asks_for_less(aws: FakeAws) -> None:
    """Eight instances that answer errors: three healthy of four are better."""
    aws.release(Color.BLUE, "1.0.0", healthy=1, others=(SICK,) * 7)
    aws.release(Color.GREEN, "1.1.0", healthy=3, others=(SICK,))
    assert _judge().passes


def test_the_way_back_asks_for_less(aws: FakeAws) -> None:
    """No fewer healthy than live has is enough for the release that was live before, and for no other."""
    aws.release(Color.BLUE, "1.0.0", healthy=3)
    aws.release(Color.GREEN, "1.1.0", healthy=3, others=(SICK,))
    assert not _judge().passes
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", soak=True))
    assert _judge().passes
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "0.9.0", soak=True))
    assert not _judge().passes


def test_the_way_back_of_an_unfinished_switch_asks_for_less(aws: FakeAws) -> None:
    """The parameter names the color still, unless somebody rescued the traffic from it."""
    aws.weights = dict(GREEN)
    aws.release(Color.BLUE, "1.0.0", healthy=2, others=(SICK,))
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0"))
    LOG.write("not verified", weights={"blue": 0, "green": 100})
    unfinished = switching(BLUE)
    assert judge(unfinished, LISTENER, Before(GREEN), (Color.BLUE,)).passes
    rescued = switching(BLUE, overrides=Overrides(None, None, "0/100"))
    assert not judge(rescued, LISTENER, Before(GREEN), (Color.BLUE,)).passes


@pytest.mark.parametrize("color", list(Color))
def test_a_canary_that_takes_the_rest_is_measured_by_the_color_it_takes_it_from(aws: FakeAws, color: Color) -> None:
    """At 50 to 50 as at 0: neither half a fleet nor a sick one takes over from a ready one, whichever color it is."""
    half = dict.fromkeys(Color, 50)
    aws.weights = dict(half)
    aws.release(color.other, "1.0.0", healthy=8)
    for healthy, others in ((2, ()), (1, (SICK,))):
        aws.release(color, "1.1.0", healthy, others)
        assert not judge(switching(weights(color)), LISTENER, Before(half), (color,)).passes
    aws.release(color, "1.1.0", healthy=8)
    assert judge(switching(weights(color)), LISTENER, Before(half), (color,)).passes
