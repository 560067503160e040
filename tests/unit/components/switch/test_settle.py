"""Looking until a color is ready: politely, patiently, and never on the strength of one lucky look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.records.records import Records
from components.switch.concurrency import Weights
from components.switch.settle import POLL, BlindError, Clock, Patience, settle
from components.switch.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

WEIGHTS = Weights({Color.BLUE: 100, Color.GREEN: 0}, None, {Color.BLUE: 0, Color.GREEN: 100})
READY = Verdict(WEIGHTS, Records())
UNREADY = Verdict(WEIGHTS, Records(), shortfalls=("green: 0 of 0 healthy",))
REFUSED = Verdict(WEIGHTS, Records(), conflicts=("somebody changed the listener",))
THROTTLED = ClientError({"Error": {"Code": "Throttling", "Message": ""}}, "DescribeTargetHealth")
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "DescribeTargetHealth")
DELETED = ClientError({"Error": {"Code": "TargetGroupNotFound", "Message": ""}}, "DescribeTargetHealth")
NO_ROUTE = EndpointConnectionError(endpoint_url="nowhere")


@dataclass
class Looks:
    """Looks that end as planned, the last one for ever, on a clock that only sleeping moves."""

    plan: Sequence[Verdict | Exception]
    time: float = 100.0
    taken: list[float] = field(default_factory=list[float])
    heard: list[str] = field(default_factory=list[str])

    def look(self) -> Verdict:
        """The next one."""
        self.taken.append(self.time)
        outcome = self.plan[min(len(self.taken), len(self.plan)) - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def sleep(self, seconds: float) -> None:
        """Spend SECONDS."""
        self.time += seconds

    def settle(self, timeout: float = 60, interval: float = 5) -> Verdict:
        """Settle with a patience of TIMEOUT seconds."""
        clock = Clock(lambda: self.time, self.sleep)
        return settle(self.look, Patience(timeout, interval), self.heard.append, clock)


def test_one_look_suffices_when_it_is_ready() -> None:
    """An ordinary switch waits for nothing and says nothing."""
    looks = Looks([READY])
    assert looks.settle() is READY
    assert (len(looks.taken), looks.heard) == (1, [])


@pytest.mark.parametrize("first", [UNREADY, THROTTLED, NO_ROUTE])
def test_two_in_a_row_after_one_that_was_not(first: Verdict | Exception) -> None:
    """The second comes one health-check interval later, so that it saw another check."""
    looks = Looks([first, READY])
    assert looks.settle(interval=7) is READY
    assert len(looks.taken) == 3
    assert looks.taken[2] - looks.taken[1] == 7


def test_a_lucky_look_starts_the_count_again() -> None:
    """Ready, not ready, ready: one more is needed."""
    looks = Looks([UNREADY, READY, UNREADY, READY])
    assert looks.settle() is READY
    assert len(looks.taken) == 5


def test_a_color_that_is_ready_in_time_gets_its_second_look() -> None:
    """Patience ends between the two looks: the first of them was in time."""
    looks = Looks([UNREADY, READY])
    assert looks.settle(timeout=3, interval=30) is READY


def test_what_time_cannot_cure_ends_at_once() -> None:
    """A conflict about the weights is not waited for, ready or not."""
    looks = Looks([REFUSED])
    assert looks.settle() is REFUSED
    assert len(looks.taken) == 1


@pytest.mark.parametrize("error", [DENIED, NoCredentialsError()])
def test_a_missing_permission_ends_at_once(error: Exception) -> None:
    """Waiting can't help, and the message names it."""
    looks = Looks([error])
    with pytest.raises(BlindError, match=r"elasticloadbalancing:DescribeTargetHealth|credentials"):
        looks.settle()
    assert len(looks.taken) == 1


def test_what_is_gone_ends_at_once() -> None:
    """Time brings no target group back; whoever words the refusal learns which error it was."""
    looks = Looks([DELETED])
    with pytest.raises(ClientError):
        looks.settle()
    assert len(looks.taken) == 1


@pytest.mark.parametrize("error", [THROTTLED, NO_ROUTE])
def test_failing_to_the_end_is_blind(error: Exception) -> None:
    """Nobody switches on what was seen once, long before."""
    looks = Looks([UNREADY, error])
    with pytest.raises(BlindError):
        looks.settle()
    assert looks.time <= 100 + 60


def test_it_says_what_it_waits_for() -> None:
    """Why the color is not ready, then that it looks once more."""
    looks = Looks([UNREADY, THROTTLED, READY])
    looks.settle()
    assert looks.heard == [
        "green: 0 of 0 healthy",
        "AWS answered Throttling to DescribeTargetHealth",
        "ready; looking once more",
    ]


OUTCOMES = st.lists(st.sampled_from([READY, UNREADY, THROTTLED, NO_ROUTE]), min_size=1, max_size=40)


@given(OUTCOMES, st.integers(0, 60), st.integers(5, 30))
def test_any_weather_is_met_politely_and_in_time(plan: list[Verdict | Exception], timeout: int, interval: int) -> None:
    """Never more than one look in 2 seconds, never longer than the timeout and one interval, and no luck."""
    looks = Looks(plan)
    try:
        verdict = looks.settle(timeout, interval)
    except BlindError:
        verdict = None
    assert all(later - earlier >= POLL for earlier, later in zip(looks.taken, looks.taken[1:], strict=False))
    assert looks.taken[-1] <= 100 + timeout + interval
    if verdict is not None and verdict.passes and len(looks.taken) > 1:
        seen = [plan[min(index, len(plan) - 1)] for index in range(len(looks.taken))]
        assert seen[-2:] == [READY, READY]
        assert looks.taken[-1] - looks.taken[-2] == interval


@given(OUTCOMES, st.integers(0, 60))
def test_an_unready_end_is_never_taken_for_ready(plan: list[Verdict | Exception], timeout: int) -> None:
    """Whatever ends it: only a verdict that passes passes."""
    looks = Looks([*plan, UNREADY])
    try:
        verdict = looks.settle(timeout)
    except BlindError:
        return
    assert verdict.passes == (looks.plan[min(len(looks.taken), len(looks.plan)) - 1] is READY)
