"""Observes a switch: asks as a new client until the answers are those that the weights promise."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from components.color import TOTAL, Color
from components.switch.probe import Answer, ask
from components.switch.switching import Switching

ANSWERS = 10
"""Answers that prove a switch: in a row at 100/0, in all where a share of the traffic stays elsewhere."""

PAUSE = 0.05
"""Seconds between two probes: a client like any other, not a load."""

UNREACHABLE_AFTER = 3
"""Probes that reach nothing, before `verify: auto` takes it that the URL can't be reached from here."""


@dataclass(frozen=True)
class Convergence:
    """What the probes saw, seconds counted from the write.

    `first` is the first answer of the color that gained, `last` the last of the other; `failed` counts answers of
    another status than the color's own and connections that failed. `unseen` says why nothing could be observed.
    """

    reached: bool
    probes: int
    failed: int = 0
    first: float | None = None
    last: float | None = None
    unseen: str | None = None
    answers: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many answers named each color."""

    def describe(self, color: Color) -> str:
        """`green answered first after 0.6 s, blue last after 1.1 s; 0 of 25 probes failed`."""
        if self.unseen:
            return f"not observed: {self.unseen}"
        first = "never" if self.first is None else f"first after {self.first:.1f} s"
        last = "not at all" if self.last is None else f"last after {self.last:.1f} s"
        other = color.other.value
        return f"{color.value} answered {first}, {other} {last}; {self.failed} of {self.probes} probes failed"


def observe(switching: Switching, color: Color, begun: float, say: Callable[[str], None]) -> Convergence:
    """Probe until COLOR, which gained traffic at BEGUN (monotonic seconds), answers as declared, or time is up.

    SAY hears what it waits for. Without `verify: require`, a URL that can't be reached or whose answers name no color
    is not observed, and that is no failure.
    """
    seen = _Seen(color, whole=switching.declared[color] == TOTAL, begun=begun)
    deadline = time.monotonic() + switching.verify.timeout
    while not seen.reached and time.monotonic() < deadline:
        answer = ask(switching.url + switching.verify.path)
        seen.take(answer, answer.header(switching.verify.header))
        if seen.probes >= UNREACHABLE_AFTER and seen.unseen(switching):
            break
        if seen.probes == 1:
            say(f"{color.value}: watching {switching.url} until {ANSWERS} answers are its own")
        time.sleep(PAUSE)
    if reason := seen.unseen(switching):
        return Convergence(reached=True, probes=seen.probes, unseen=reason, answers=dict(seen.answers))
    return Convergence(seen.reached, seen.probes, seen.failed, seen.first, seen.last, None, dict(seen.answers))


class _Seen:
    """The probes so far."""

    def __init__(self, color: Color, *, whole: bool, begun: float) -> None:
        self.color, self.whole, self.begun = color, whole, begun
        self.probes = self.failed = self.own = self.unreached = self.nameless = self.dead = 0
        self.first: float | None = None
        self.last: float | None = None
        self.failure = ""
        self.answers: Counter[str] = Counter()

    @property
    def reached(self) -> bool:
        return self.own >= ANSWERS

    def take(self, answer: Answer, name: str | None) -> None:
        self.probes += 1
        self.failed += bool(answer.failure) or answer.status >= 500  # noqa: PLR2004  RFC 9110, section 15.6
        self.unreached += not answer.connected
        # What the load balancer answers for a color that does not (502, 503, 504) never has the header.
        silent = not answer.failure and name is None
        self.dead += silent and answer.status >= 500  # noqa: PLR2004  as above
        self.nameless += silent and answer.status < 500  # noqa: PLR2004  as above
        self.failure = answer.failure or self.failure
        after = answer.at - self.begun
        if name is not None:
            self.answers[name] += 1
        if name == self.color.value:
            self.own += 1
            self.first = after if self.first is None else self.first
            return
        if name is not None:
            self.last = after
        if self.whole:
            self.own = 0

    def unseen(self, switching: Switching) -> str | None:
        """Why nothing can be observed from here; never a reason under `verify: require`."""
        if switching.verify.mode == "require":
            return None
        if self.unreached == self.probes:
            return f"{switching.url} can't be reached from here ({self.failure})"
        if self.nameless and self.nameless + self.dead == self.probes:
            return f"no answer of {switching.url} has the header {switching.verify.header}"
        return None
