"""One watch: look, judge, look again, until it is too much or the time is over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from components.color import Color
from components.switch.probe import Answer
from ops.problem import Code, Problem
from ops.watching import watch as watching
from ops.watching.watch import Watch
from tests.unit.ops.fake_engine import FakeEngine, stacks
from tests.unit.ops.watching.fake_metrics import BAD, GOOD, FakeMetrics

if TYPE_CHECKING:
    from ops.watching.watch import Look


@dataclass
class FakeProbing:
    """What clients got."""

    answers: tuple[Answer, ...] = field(default_factory=tuple)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """A time that only passes while the watch waits."""
    waited = [0.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: sum(waited))
    monkeypatch.setattr(watching.time, "sleep", waited.append)


def _run(metrics: FakeMetrics, *answers: Answer, seconds: float = 10.0) -> tuple[Look, list[Look]]:
    known: Any = metrics
    probing = FakeProbing()
    watch = Watch(stacks(FakeEngine()), Color.GREEN, 1000.0, known, probing)
    shown: list[Look] = []

    def show(look: Look) -> None:
        shown.append(look)
        probing.answers = answers

    return watch.run(1000.0, seconds, show), shown


def test_a_good_color_is_watched_to_the_end() -> None:
    """And every look is shown."""
    look, shown = _run(FakeMetrics([[GOOD]]))
    assert look.reasons == ()
    assert look.seconds >= 10.0
    assert len(shown) > 10


def test_a_bad_one_is_told_at_once() -> None:
    """Nobody waits for the rest of the time."""
    look, _ = _run(FakeMetrics([[GOOD], [GOOD, BAD]]))
    assert "requests failed" in look.reasons[0]
    assert look.seconds < 1.0


def test_probes_are_enough_to_tell() -> None:
    """Metrics come late."""
    down = Answer(0, {}, 0.0, "refused")
    look, _ = _run(FakeMetrics([[]]), *[down] * 30, Answer(200, {"x-bluegreen-color": "green"}, 0.0))
    assert "30 of 31 probes failed" in look.reasons[0]


def test_answers_of_the_other_color_are_not_the_new_one_s() -> None:
    """In a canary most clients do not meet it."""
    blue = Answer(500, {"x-bluegreen-color": "blue"}, 0.0)
    look, _ = _run(FakeMetrics([[GOOD]]), *[blue] * 30)
    assert (look.probed.asked, look.reasons) == (0, ())


def test_who_can_not_reach_the_url_has_not_seen_it_fail() -> None:
    """A load balancer within a VPC is no harm."""
    nowhere = Answer(0, {}, 0.0, "no route", connected=False)
    look, _ = _run(FakeMetrics([[GOOD]]), *[nowhere] * 30)
    assert (look.probed.asked, look.reasons, look.blind) == (0, (), False)


def test_it_waits_for_the_first_measurement() -> None:
    """A step that is shorter than the load balancer's period must not pass unseen."""
    look, _ = _run(FakeMetrics([[]] * 6 + [[GOOD]], period=60), seconds=1.0)
    assert 60.0 < look.seconds < 180.0
    assert not look.blind


def test_what_came_before_the_step_is_no_measurement_of_it() -> None:
    """The period in which a step begins holds the traffic of the one before."""
    earlier = replace(GOOD, start=960.0)
    look, _ = _run(FakeMetrics([[earlier]] * 6 + [[earlier, replace(GOOD, start=1020.0)]], period=60), seconds=1.0)
    assert look.seconds > 60.0


def test_the_load_balancer_s_usual_failures_are_not_a_canary_s() -> None:
    """They name nobody, and most answers are the other color's."""
    blue, green = (Answer(200, {"x-bluegreen-color": color}, 0.0) for color in ("blue", "green"))
    lost = Answer(502, {}, 0.0)
    usual = replace(GOOD, requests=10_000, all_requests=10_000, balancer_errors=100)
    look, _ = _run(FakeMetrics([[GOOD]], before=(usual,)), *[blue] * 900, *[green] * 90, *[lost] * 10)
    assert (look.probed.failed, look.reasons) == (0, ())
    look, _ = _run(FakeMetrics([[GOOD]], before=(usual,)), *[blue] * 900, *[lost] * 100)
    assert "probes failed" in look.reasons[0]


def test_a_last_answer_that_is_lost_is_asked_for_again() -> None:
    """A quarter of an hour is not thrown away for one call."""
    lost = Problem("the live state can't be read", "again", Code.RESOURCE)
    look, _ = _run(FakeMetrics([[GOOD], lost, lost, [GOOD]], period=60), seconds=15.0)
    assert look.reasons == ()
    assert look.points == (GOOD,)


def test_it_does_not_wait_forever() -> None:
    """Who gets no requests has nothing to measure; nothing seen at all is told."""
    look, _ = _run(FakeMetrics([[]], period=60), seconds=1.0)
    assert 180.0 <= look.seconds < 200.0
    assert look.blind


def test_one_lost_answer_of_cloudwatch_ends_nothing() -> None:
    """What was known is still known."""
    lost = Problem("the live state can't be read", "again", Code.RESOURCE)
    look, _ = _run(FakeMetrics([[GOOD], lost, [GOOD]]))
    assert look.points == (GOOD,)


def test_whoever_is_blind_at_the_end_did_not_see_a_good_color() -> None:
    """A watch that could not look has not watched."""
    lost = Problem("the live state can't be read", "again", Code.RESOURCE)
    with pytest.raises(Problem, match="can't be read"):
        _run(FakeMetrics([[GOOD], lost]))
