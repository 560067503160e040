"""One look at everything that decides whether traffic may move."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color, weights
from components.records.active_record import ActiveRecord
from components.records.intent import TEARDOWN, Intent
from components.settings.switching import Overrides
from components.switch.color_health import NOT_IN_USE
from components.switch.concurrency import Before
from components.switch.verdict import Verdict, judge, look_is_bootstrap
from components.traffic import MissingListenerError
from tests.unit.components.fake_aws import LISTENER, NAMES, TARGET_GROUPS, FakeFleet
from tests.unit.components.scenes import BLUE, GREEN, LOG, switching

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

SICK = "unhealthy (Target.ResponseCodeMismatch)"


def _judge(expected: dict[Color, int] | None = BLUE, *, listener: str | None = LISTENER, **changes: Any) -> Verdict:
    return judge(switching(**changes), listener, Before(expected), (Color.GREEN,))


def _overrides(**given: str) -> Overrides:
    return Overrides(**{"allow_unready": None, "skip_smoke": None, "allow_repair": None, **given})


def _name(aws: FakeAws, record: ActiveRecord) -> None:
    aws.put(NAMES.active, record.to_json())


def test_a_ready_color_passes_and_the_weights_are_looked_at_last(aws: FakeAws) -> None:
    """Four calls, none of them a write; between the last of them and the write nothing else is asked."""
    verdict = _judge()
    assert verdict.passes
    assert aws.calls == ["GetParameters", "DescribeAutoScalingGroups", "DescribeTargetHealth", "DescribeListeners"]
    assert verdict.target is Color.GREEN
    assert "moves 100 % of traffic from blue (1.0.0) to green (1.1.0)" in verdict.describe()


@pytest.mark.parametrize(
    ("healthy", "others", "said"),
    [
        (0, (), "0 of 0 healthy"),
        (1, (SICK,), "1 of 2 healthy: 1 unhealthy (Target.ResponseCodeMismatch)"),
        (0, (SICK, SICK), "0 of 2 healthy: 2 unhealthy (Target.ResponseCodeMismatch)"),
        (2, ("draining (Target.DeregistrationInProgress)",), "1 draining (Target.DeregistrationInProgress)"),
        (1, (), "1 healthy, and 2 are needed beside 2 in service"),
        (0, (NOT_IN_USE, NOT_IN_USE), "0 of 2 healthy: 2 unused (Target.NotInUse)"),
    ],
)
def test_an_unready_color_is_refused(aws: FakeAws, healthy: int, others: tuple[str, ...], said: str) -> None:
    """Whatever it lacks is named, with its color."""
    aws.release(Color.GREEN, "1.1.0", healthy, others)
    verdict = _judge()
    assert not verdict.passes
    assert said in "; ".join(verdict.shortfalls)
    assert all(reason.startswith("green: ") for reason in verdict.shortfalls)


def test_a_second_fleet_in_the_target_group_is_refused(aws: FakeAws) -> None:
    """Targets that no record names get traffic too."""
    aws.targets[TARGET_GROUPS[Color.GREEN]]["i-other"] = "healthy"
    aws.fleets["other"] = FakeFleet({"i-other": "InService"}, 1, [TARGET_GROUPS[Color.GREEN]])
    assert "1 target does not belong to its fleet on record, green-1.1.0: i-other" in "; ".join(_judge().shortfalls)


@pytest.mark.parametrize("doing", ["release 1.2.0", "its teardown"])
def test_work_that_is_under_way_is_refused(aws: FakeAws, doing: str) -> None:
    """A deployment or teardown of the color: who does it is named; when it ended, or gave up, it is no reason."""
    aws.put(NAMES.intents[Color.GREEN], Intent("them@there", doing, TEARDOWN, time.time() + 60).to_json())
    assert f"green: {doing} by them@there is under way" in _judge().shortfalls
    aws.put(NAMES.intents[Color.GREEN], Intent("them@there", doing, TEARDOWN, time.time() - 1).to_json())
    assert _judge().passes


def test_work_under_way_on_the_other_color_is_no_reason(aws: FakeAws) -> None:
    """Nothing moves toward it."""
    aws.put(NAMES.intents[Color.BLUE], Intent("them@there", "release 2", "v2", time.time() + 60).to_json())
    assert _judge().passes


@pytest.mark.parametrize(("allowed", "passes"), [("green@1.1.0", True), ("green@1.2.0", False), ("blue@1.1.0", False)])
def test_allow_unready_accepts_what_it_names(aws: FakeAws, allowed: str, passes: bool) -> None:  # noqa: FBT001
    """Color and release; what was accepted is said."""
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    verdict = _judge(overrides=_overrides(allow_unready=allowed))
    assert verdict.passes is passes
    assert any(note.startswith("allow_unready: green@1.1.0") for note in verdict.notes) is passes


def test_an_override_that_was_left_behind_expires_with_its_release(aws: FakeAws) -> None:
    """The next release of the same color is refused again."""
    aws.release(Color.GREEN, "1.2.0", healthy=0)
    assert not _judge(overrides=_overrides(allow_unready="green@1.1.0")).passes


def test_weights_that_somebody_changed_are_a_conflict(aws: FakeAws) -> None:
    """Time does not cure it; the pair that is live can be accepted, and is inert for the next pair."""
    aws.weights = {Color.BLUE: 60, Color.GREEN: 40}
    verdict = _judge()
    assert verdict.conflicts
    assert not verdict.shortfalls
    accepted = _judge(overrides=_overrides(allow_repair="60/40"))
    assert accepted.passes
    assert any(note.startswith("allow_repair") for note in accepted.notes)
    aws.weights = {Color.BLUE: 50, Color.GREEN: 50}
    assert not _judge(overrides=_overrides(allow_repair="60/40")).passes


def test_a_color_that_loses_by_what_is_live_need_not_be_ready(aws: FakeAws) -> None:
    """By the state it would gain; but the live weights, accepted as they are, leave it less than it has."""
    aws.release(Color.GREEN, "1.1.0", healthy=0, others=(SICK,))
    aws.weights = {Color.BLUE: 50, Color.GREEN: 50}
    canary = weights(Color.BLUE, (Color.GREEN, 10))
    verdict = _judge(declared=canary, overrides=_overrides(allow_repair="50/50"))
    assert verdict.passes
    assert verdict.target is Color.BLUE


@pytest.mark.parametrize(("raw", "moves"), [((500, 500), 50), ((900, 100), 90), ((1, 999), 0)])
def test_raw_weights_are_shares_of_all_traffic(aws: FakeAws, raw: tuple[int, int], moves: int) -> None:
    """AWS takes 0 to 999 for each: the color that gains is the one whose share grows."""
    aws.weights = dict(zip(Color, raw, strict=True))
    verdict = _judge(aws.weights)
    assert (verdict.target, verdict.moves) == (Color.GREEN, moves)


def test_a_rescue_by_hand_is_kept_unless_our_own_log_says_that_we_wrote_it(aws: FakeAws) -> None:
    """A refresh makes the state equal to live, so the parameter and the log decide."""
    aws.weights = dict(BLUE)
    _name(aws, ActiveRecord(Color.GREEN, "1.1.0"))
    assert _judge(BLUE).conflicts
    LOG.write("not verified", weights={"blue": 100, "green": 0})
    assert _judge(BLUE).passes
    LOG.write("switched", weights={"blue": 0, "green": 100})
    assert _judge(BLUE).conflicts


def test_a_finished_switch_passes_whatever_the_color_lacks(aws: FakeAws) -> None:
    """The traffic is there already: only the end of the update was lost, and that is said."""
    aws.weights = dict(GREEN)
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    verdict = _judge()
    assert verdict.passes
    assert verdict.weights.finished
    assert "this ends a switch whose end was lost" in verdict.notes[0]


def test_a_listener_that_is_made_needs_targets_on_record(aws: FakeAws) -> None:
    """Nobody is health-checked without a listener; but a color with nothing on it never goes live."""
    for healthy, others, passes in ((0, (NOT_IN_USE,) * 2, True), (0, (), False), (0, (SICK,) * 2, False)):
        aws.release(Color.GREEN, "1.1.0", healthy, others)
        assert _judge(None, listener=None).passes is passes
    assert "DescribeListeners" not in aws.calls


def test_a_listener_deleted_by_hand_is_not_taken_for_idle(aws: FakeAws) -> None:
    """Whoever looks learns that it is gone."""
    aws.listener_exists = False
    with pytest.raises(MissingListenerError):
        _judge()


def test_bootstrap_is_a_router_without_any_target(aws: FakeAws) -> None:
    """One target of one color is enough to be no bootstrap any more."""
    assert not look_is_bootstrap(switching())
    aws.release(Color.BLUE, "1.0.0", healthy=0)
    assert not look_is_bootstrap(switching())
    aws.release(Color.GREEN, "1.1.0", healthy=0)
    assert look_is_bootstrap(switching())


def test_a_release_that_was_rolled_back_is_not_switched_to_again(aws: FakeAws) -> None:
    """However ready it is, and whoever runs the update: only by name, or once it is replaced."""
    record = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", bad=("green@1.1.0",))
    _name(aws, record)
    verdict = _judge()
    assert verdict.shortfalls == ()
    assert "green@1.1.0 was rolled back and marked bad" in verdict.conflicts[0]
    assert "pulumi config set allow_unready green@1.1.0" in verdict.conflicts[0]
    accepted = _judge(overrides=_overrides(allow_unready="green@1.1.0"))
    assert accepted.passes
    assert "marked bad" in accepted.notes[0]
    _name(aws, replace(record, bad=("green@1.0.9", "blue@1.1.0")))
    assert _judge().passes


def test_the_way_back_is_open_whatever_was_marked_bad(aws: FakeAws) -> None:
    """A rollback never needs an override to reach a color that is ready."""
    _name(aws, ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", bad=("green@1.1.0",), soak=True))
    assert _judge().passes
