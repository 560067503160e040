"""The rules in force that make AWS calls fail or wait, and the calls that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from local.cloud.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.cloud.fault import Refusal

POLL_SECONDS = 0.02
"""How often a waiting call looks whether its time has come or its caller has left."""


class UnknownFaultError(Exception):
    """There is no rule of that id."""


class CallerGoneError(ConnectionError):
    """The caller closed its connection while its call waited, or the server ends."""


@dataclass
class _Rule:
    fault: Fault
    until: float
    over: Event
    matched: int = 0
    hits: int = 0
    held: int = 0

    def live(self, now: float) -> bool:
        spent = self.fault.times is not None and self.hits >= self.fault.times
        return not spent and now < self.until

    def take(self) -> bool:
        self.matched += 1
        if not self.fault.takes(self.matched):
            return False
        self.hits += 1
        return True


class Faults:
    """Rules by id, oldest first; safe to use from several threads, and never waiting with its lock held.

    CLOCK gives seconds. A rule that is spent or past its `seconds` hits nothing any more, and stays listed.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Begin with none."""
        self._clock = clock
        self._rules: dict[str, _Rule] = {}
        self._numbers = count(1)
        self._lock = Lock()
        self._closed = Event()

    def add(self, body: Mapping[str, Any]) -> str:
        """Put the rule of BODY in force; returns its id. Raises InvalidFaultError."""
        fault = Fault.parse(body)
        until = float("inf") if fault.seconds is None else self._clock() + fault.seconds
        with self._lock:
            name = str(next(self._numbers))
            self._rules[name] = _Rule(fault, until, Event())
        return name

    def describe(self) -> list[dict[str, Any]]:
        """All rules as they were given, each with `id`, `live`, `hits` so far and calls `held` now."""
        now = self._clock()
        with self._lock:
            return [
                {**rule.fault.body, "id": name, "live": rule.live(now), "hits": rule.hits, "held": rule.held}
                for name, rule in self._rules.items()
            ]

    def remove(self, name: str | None = None) -> None:
        """Delete the rule NAME, or all; the calls that they hold go on. Raises UnknownFaultError."""
        with self._lock:
            if name is not None and name not in self._rules:
                raise UnknownFaultError(f"there is no rule {name!r}; there are: {', '.join(self._rules) or 'none'}")
            for each in [name] if name is not None else list(self._rules):
                self._rules.pop(each).over.set()

    def close(self) -> None:
        """Let go of all calls that wait, without performing them: the server ends."""
        self._closed.set()

    def hit(self, action: str, agent: str) -> Hit:
        """Count a call of ACTION by AGENT (a User-Agent) for every rule that it meets.

        Of several rules that decide the answer, the oldest has the call; the others wait for another one.
        """
        now = self._clock()
        hit: list[_Rule] = []
        with self._lock:
            for rule in self._rules.values():
                answered = rule.fault.answers and any(each.fault.answers for each in hit)
                if rule.live(now) and not answered and rule.fault.matches(action, agent) and rule.take():
                    hit.append(rule)
        return Hit(self, hit)

    def wait(self, rule: _Rule, gone: Callable[[], bool], seconds: float) -> None:
        """Return when SECONDS have passed, or when RULE was deleted or outlived its life; raises CallerGoneError."""
        deadline = min(self._clock() + seconds, rule.until)
        self._count(rule, 1)
        try:
            while self._clock() < deadline and not rule.over.wait(POLL_SECONDS):
                if self._closed.is_set() or gone():
                    raise CallerGoneError
        finally:
            self._count(rule, -1)

    def _count(self, rule: _Rule, change: int) -> None:
        with self._lock:
            rule.held += change


class Hit:
    """What the rules in force do to one call."""

    def __init__(self, faults: Faults, rules: list[_Rule]) -> None:
        """Keep the RULES of FAULTS that hit the call; there may be none."""
        self._faults = faults
        self._rules = rules

    def __bool__(self) -> bool:
        """Tell whether any rule hit."""
        return bool(self._rules)

    @property
    def refusal(self) -> Refusal | None:
        """The error to answer instead of performing the call."""
        return next((rule.fault.error for rule in self._rules if rule.fault.error), None)

    @property
    def lost(self) -> bool:
        """Tell whether the answer gets lost on its way."""
        return any(rule.fault.lose for rule in self._rules)

    def wait_before(self, gone: Callable[[], bool]) -> None:
        """Wait until the call may be performed; raises CallerGoneError as soon as GONE says that nobody waits."""
        for rule in self._rules:
            if rule.fault.delay:
                self._faults.wait(rule, gone, rule.fault.delay)
        self._hold("before", gone)

    def wait_after(self, gone: Callable[[], bool]) -> None:
        """Wait until the answer may be given; raises as `wait_before`."""
        self._hold("after", gone)

    def _hold(self, moment: str, gone: Callable[[], bool]) -> None:
        for rule in self._rules:
            if rule.fault.hold == moment:
                self._faults.wait(rule, gone, float("inf"))
