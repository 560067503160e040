"""Fewer instances: what serves, or may have to, keeps what it needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from components.guard.protection import Protection, Wanted
from components.records.active_record import ActiveRecord
from components.switch.ready_for_traffic import Need
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.scenes import GREEN, unchanged

if TYPE_CHECKING:
    from components.records.release_record import ReleaseRecord
    from tests.unit.components.fake_aws import FakeAws

NONE_LEFT = {"minimum": 0, "maximum": 1, "desired": 0}


def _refusal(wanted: Wanted, color: Color = Color.BLUE, **given: Any) -> str | None:
    guard = Protection(color=color, stack=color.value, router="router", names=NAMES, **given)
    return guard.refusal_of_change(wanted, TARGET_GROUPS[color])


def _blue(aws: FakeAws, healthy: int = 2) -> ReleaseRecord:
    return aws.release(Color.BLUE, "1.0.0", healthy)


def _unrecorded(aws: FakeAws) -> ReleaseRecord:
    """Blue's record, which was lost."""
    record = _blue(aws)
    del aws.parameters[NAMES.releases[Color.BLUE]]
    return record


@pytest.mark.parametrize(
    ("capacity", "refused"),
    [
        ({}, False),
        ({"maximum": 9}, False),
        ({"minimum": 1}, False),
        ({"minimum": 1, "maximum": 4, "desired": 4}, False),
        ({"maximum": 3, "minimum": 1}, True),
        ({"minimum": 1, "desired": 3}, True),
        ({"minimum": 0, "maximum": 0}, True),
    ],
)
def test_the_live_color_does_not_shrink(aws: FakeAws, capacity: dict[str, int], refused: bool) -> None:  # noqa: FBT001
    """Below what is in service times capacity_ratio; what leaves that many standing passes."""
    message = _refusal(unchanged(_blue(aws, healthy=4), **capacity))
    assert bool(message) is refused
    assert not message or "shrink it from 4 in service" in message


def test_shrinking_is_measured_by_both_settings(aws: FakeAws) -> None:
    """A ratio of a half lets half of it go, unless min_targets asks for more."""
    record = _blue(aws, healthy=4)
    half = unchanged(record, minimum=1, maximum=2)
    assert _refusal(half, need=Need(1, 0.5)) is None
    assert _refusal(half, need=Need(3, 0.5))


def test_an_idle_color_may_shrink(aws: FakeAws) -> None:
    """Nobody is served by it, and in soak it keeps its instances only if it is not parked or replaced."""
    record = aws.release(Color.GREEN, "1.1.0", 4)
    assert _refusal(unchanged(record, minimum=0, maximum=1), Color.GREEN) is None


@pytest.mark.parametrize("capacity", [{"parked": True}, NONE_LEFT])
def test_a_live_color_without_a_record_keeps_its_instances(aws: FakeAws, capacity: dict[str, int]) -> None:
    """What serves stands in the target group, whatever is on record; the refusal says how to bring that back."""
    message = _refusal(unchanged(_unrecorded(aws), **capacity)) or ""
    assert "this would shrink it from 2 healthy targets to 0, and blue carries traffic" in message
    assert "pulumi up --refresh --stack blue" in message


def test_a_color_without_a_record_changes_as_it_likes_where_it_serves_nobody(aws: FakeAws) -> None:
    """Idle it may lose its instances, and live it may be brought back with as many."""
    record = _unrecorded(aws)
    assert _refusal(unchanged(record)) is None
    aws.weights = dict(GREEN)
    assert _refusal(unchanged(record, parked=True)) is None


def test_a_soaking_color_keeps_what_a_rollback_needs(aws: FakeAws) -> None:
    """A capacity of none is parking by another name; min_targets are enough, and after the soak it may go."""
    aws.weights = dict(GREEN)
    soaking = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
    aws.put(NAMES.active, soaking.to_json(), datetime.now(UTC))
    record = _blue(aws)
    assert "it is the way back" in (_refusal(unchanged(record, **NONE_LEFT), soak=3600) or "")
    assert _refusal(unchanged(record, minimum=1, maximum=1), soak=3600) is None
    assert _refusal(unchanged(record, **NONE_LEFT), soak=0) is None
