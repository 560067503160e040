"""What a color that carries traffic, or may have to, allows to be done to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from components.guard.protection import Protection, Wanted, unless_blind
from components.records.active_record import ActiveRecord
from components.records.records import DamagedRecordError, Records
from components.records.release_record import ReleaseRecord
from components.traffic import UnknownTrafficError
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.scenes import unchanged

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.components.fake_aws import FakeAws

NEW = Wanted("2.0.0", ReleaseRecord("2.0.0", "ami-1", "", "").version, minimum=2, maximum=4)
SOAKING = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
SINCE_A_MINUTE = timedelta(minutes=1)


def _refusal(wanted: Wanted, color: Color = Color.BLUE, **given: Any) -> str | None:
    return _protection(color, **given).refusal_of_change(wanted, TARGET_GROUPS[color])


def _protection(color: Color = Color.BLUE, **given: Any) -> Protection:
    return Protection(color=color, stack=color.value, router="router", names=NAMES, **given)


def _blue(aws: FakeAws, healthy: int = 2) -> ReleaseRecord:
    return aws.release(Color.BLUE, "1.0.0", healthy)


def _after_a_switch(aws: FakeAws, record: ActiveRecord = SOAKING) -> None:
    """Green carries all traffic since a minute; blue was live before."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    aws.put(NAMES.active, record.to_json(), datetime.now(UTC) - SINCE_A_MINUTE)


def test_the_live_color_is_not_replaced(aws: FakeAws) -> None:
    """The refusal says what would happen, why it must not, where to go instead, and how to take it back."""
    message = _refusal(NEW) or ""
    assert "replace its fleet blue-1.0.0 (release 1.0.0) by release 2.0.0" in message
    assert "blue carries traffic (weight 100)" in message
    assert "green" in message
    assert "pulumi config set release 1.0.0 --stack blue" in message
    assert "pulumi config set allow_live_change blue@1.0.0 --stack blue" in message
    assert aws.writes == []


def test_any_weight_is_live(aws: FakeAws) -> None:
    """A canary of one percent carries traffic."""
    aws.weights = {Color.BLUE: 99, Color.GREEN: 1}
    assert _refusal(NEW, Color.GREEN)


def test_live_is_the_listener_and_never_the_parameter(aws: FakeAws) -> None:
    """The parameter names blue; by hand all traffic went to green: blue may be released to, and green may not."""
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    assert _refusal(NEW, Color.BLUE) is None
    assert _refusal(NEW, Color.GREEN)


def test_the_idle_color_takes_a_release(aws: FakeAws) -> None:
    """Nothing holds it: it carries nothing and was not live before."""
    assert _refusal(NEW, Color.GREEN, soak=86400, drain=30) is None
    assert aws.writes == []


def test_a_color_without_a_release_has_nothing_to_lose(aws: FakeAws) -> None:
    """Its first release is none that replaces anything."""
    aws.parameters.clear()
    assert _refusal(NEW) is None


def test_the_live_color_is_not_parked(aws: FakeAws) -> None:
    """Parking takes every instance."""
    record = _blue(aws)
    assert "park it" in (_refusal(unchanged(record, parked=True)) or "")
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    assert _refusal(unchanged(record, parked=True)) is None


def test_the_way_back_stays_while_it_soaks(aws: FakeAws) -> None:
    """Not replaced, not parked, not destroyed; the message says until when and what from."""
    _after_a_switch(aws)
    record = _blue(aws)
    for message in (
        _refusal(NEW, soak=3600),
        _refusal(unchanged(record, parked=True), soak=3600),
        _teardown(aws, record, soak=3600),
    ):
        assert "blue must stay until" in (message or "")
        assert "it is the way back from green (1.1.0)" in (message or "")


def test_the_soak_ends(aws: FakeAws) -> None:
    """Its clock is the date of the parameter; 0 turns it off."""
    _after_a_switch(aws)
    for soak in (0, 59):
        assert _refusal(NEW, soak=soak) is None
    assert _refusal(NEW, soak=61)


def test_a_color_that_was_just_left_drains(aws: FakeAws) -> None:
    """Clients that it answered may come back, also after a switch that began no soak."""
    _after_a_switch(aws, ActiveRecord(Color.GREEN, "1.0.0", Color.BLUE, "1.0.0"))
    assert _refusal(NEW, soak=3600, drain=30) is None
    assert "may come back" in (_refusal(NEW, soak=3600, drain=90) or "")


def _teardown(aws: FakeAws, record: ReleaseRecord, **given: Any) -> str | None:
    active = aws.parameters.get(NAMES.active)
    records = Records(
        ActiveRecord.from_json(active[0]) if active else None, active[1] if active else None, {Color.BLUE: record}
    )
    return _protection(**given).refusal_of_teardown(records, record.target_group)


def test_the_live_color_is_not_destroyed(aws: FakeAws) -> None:
    """The traffic goes first, and the command that moves it is named; idle and out of soak it may go."""
    record = _blue(aws)
    message = _teardown(aws, record) or ""
    assert "destroy it" in message
    assert "pulumi config rm canary --stack router" in message
    assert "pulumi config set active_color green --stack router" in message
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    assert _teardown(aws, record) is None


def test_a_color_whose_target_group_is_gone_may_be_destroyed(aws: FakeAws) -> None:
    """Its router is gone: nobody can be served by it."""
    record = _blue(aws)
    del aws.targets[TARGET_GROUPS[Color.BLUE]]
    assert _teardown(aws, record) is None


@pytest.mark.parametrize(("allowed", "passes"), [("blue@1.0.0", True), ("blue@1.1.0", False), ("green@1.0.0", False)])
def test_allow_live_change_accepts_what_it_names(aws: FakeAws, allowed: str, passes: bool) -> None:  # noqa: FBT001
    """The very color and release that stands there, for each kind of change."""
    record = _blue(aws)
    changes = (NEW, unchanged(record, parked=True), unchanged(record, minimum=0, maximum=0))
    refusals = [_refusal(wanted, allowed=allowed) for wanted in changes]
    refusals.append(_teardown(aws, record, allowed=allowed))
    assert [message is None for message in refusals] == [passes] * 4


def test_an_override_that_was_left_behind_expires_with_its_release(aws: FakeAws) -> None:
    """What it accepted runs no more: the next change of the live color is refused again."""
    aws.release(Color.BLUE, "2.0.0")
    newer = Wanted("3.0.0", "v3", minimum=2, maximum=4)
    assert _refusal(newer, allowed="blue@1.0.0")


def _raise(error: Exception) -> Callable[[], str | None]:
    def look() -> str | None:
        raise error

    return look


def test_nothing_is_done_blindly(aws: FakeAws) -> None:
    """Where AWS can't be asked, or a record can't be read, that is the refusal; what can be told is told."""
    aws.refuse("DescribeListeners")
    message = unless_blind(lambda: _refusal(NEW), "no fleet is changed") or ""
    assert "elasticloadbalancing:DescribeListeners" in message
    assert "no fleet is changed" in message
    for error in (UnknownTrafficError("no answer"), DamagedRecordError("/p", ValueError("no JSON"))):
        assert str(error) in (unless_blind(_raise(error), "nothing is destroyed") or "")
    assert unless_blind(lambda: None, "") is None
    assert unless_blind(lambda: "refused", "") == "refused"
