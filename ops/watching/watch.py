"""One watch: look, judge, show, and look again, until it is too much or the time is over."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ops.probing import failed
from ops.problem import Problem
from ops.watching.limits import Probed, Rules, failures
from ops.watching.point import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from components.color import Color
    from components.switch.probe import Answer
    from ops.stacks import Stacks
    from ops.watching.metrics import Metrics

BASELINE = 900
"""Seconds before the switch that the other color is remembered by."""

LATEST = 3
"""Periods after which what was measured must be there, if there was anything to measure."""

LOOKS = 4
"""Looks in each period: a value is there soon after it was published."""

MOST, LEAST = 15.0, 0.5
"""Seconds between two looks: no longer than the one, no shorter than the other."""


class Asking(Protocol):
    """Who asks as clients do; `ops.probing.Probing`."""

    @property
    def answers(self) -> tuple[Answer, ...]:
        """All answers so far."""
        ...


@dataclass(frozen=True)
class Look:
    """What is known at one moment of a watch of COLOR, which has gone on for SECONDS of `whole`; why it is too much.

    `exposed` is how many seconds it may have had the traffic: the update that gave it may take longer than to find out.
    """

    color: Color
    seconds: float
    whole: float
    points: Sequence[Point]
    probed: Probed
    reasons: tuple[str, ...]
    exposed: float = 0.0

    @property
    def blind(self) -> bool:
        """Whether nothing at all was seen of the color: neither a request that was measured nor a probe."""
        return not any(point.requests for point in self.points) and not self.probed.asked


class Watch:
    """Watches COLOR of STACKS; the other had the traffic from HAD until SINCE (unix seconds)."""

    def __init__(  # noqa: PLR0913  what a watch is made of
        self, stacks: Stacks, color: Color, since: float, metrics: Metrics, probing: Asking, *, had: float = 0.0
    ) -> None:
        """Read what was before. Raises Problem when CloudWatch can't be asked: then nothing can be watched."""
        settings = stacks.settings
        self.color = color
        self._metrics, self._probing, self._header = metrics, probing, settings.verify.header
        until = since // metrics.period * metrics.period
        # The period in which it got the traffic is not all its own.
        begin = max(until - BASELINE, had + metrics.period)
        before = metrics.points(color.other, begin, until) if begin < until else ()
        self.rules = Rules(settings.watch, color.other, before, settings.min_targets)

    def run(self, since: float, seconds: float, show: Callable[[Look], None], *, gained: float | None = None) -> Look:
        """Watch what COLOR does with the traffic it got from SINCE on (unix seconds), for SECONDS; SHOW gets each look.

        It had all of it at GAINED (unix seconds; SINCE by default). Ends early where it is too much, and late where
        nothing was measured yet that should have been: a period counts if most of it came after that. Raises Problem
        when CloudWatch could not be asked at the end.
        """
        middle = (since if gained is None else gained) - self._metrics.period / 2
        heard = len(self._probing.answers)
        begun = time.monotonic()
        points: tuple[Point, ...] = ()
        latest = LATEST * self._metrics.period
        while True:
            passed = time.monotonic() - begun
            over = passed >= seconds
            points, problem = self._points(since, points)
            probed = self._probed(self._probing.answers[heard:])
            reasons, exposed = self.rules.exceeded(points, probed), time.time() - since
            look = Look(self.color, passed, seconds, points, probed, reasons, exposed)
            show(look)
            measured = any(point.requests and point.start >= middle for point in points)
            # What could not be asked now may be in a moment, and decides over all that was watched.
            waits = passed < (seconds + latest if problem else latest) and (problem or not measured)
            if look.reasons or (over and not waits):
                if problem and not look.reasons:
                    raise problem
                return look
            time.sleep(min(MOST, max(LEAST, self._metrics.period / LOOKS)))

    def _points(self, since: float, known: tuple[Point, ...]) -> tuple[tuple[Point, ...], Problem | None]:
        """What was measured; what is KNOWN and why, where CloudWatch does not answer now."""
        try:
            return self._metrics.points(self.color, since, time.time()), None
        except Problem as problem:
            return known, problem

    def _probed(self, answers: Sequence[Answer]) -> Probed:
        """What of ANSWERS may be the color's: those that name it, or nobody. Where none ever connected, none.

        Those that failed and name nobody count as far as the load balancer did not fail as often before.
        """
        if not any(answer.connected for answer in answers):
            return Probed(0, 0)
        ours = [each for each in answers if each.header(self._header) == self.color.value]
        nobody = [each for each in answers if each.header(self._header) is None]
        own, lost = sum(failed(each) for each in ours), sum(failed(each) for each in nobody)
        # What the load balancer failed before as well is told of all answers, whose most are not the color's.
        seen = Point(0.0, errors=own, balancer_errors=lost, all_requests=len(answers))
        bad = failures([seen], self.rules.before)
        return Probed(len(ours) + len(nobody) - (own + lost - bad), bad)
