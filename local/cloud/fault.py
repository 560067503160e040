"""One rule that makes AWS calls fail or wait, as a test asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANY = "*"
KINDS = ("error", "lose", "hold", "delay")
LIMITS = ("actions", "agent", "share", "times", "seconds")
MOMENTS = ("before", "after")


class InvalidFaultError(Exception):
    """A rule that makes no sense; the message says what was expected."""


@dataclass(frozen=True)
class Refusal:
    """The error that AWS answers: its code, HTTP status and message."""

    code: str
    status: int
    message: str


@dataclass(frozen=True)
class Fault:
    """Which calls are hit, and what becomes of them; `body` is the rule as it was given.

    `actions` are names, or "*" for all; `agent` is a part of the caller's User-Agent; `share` (0 to 1) of the matching
    calls is hit, the first `times` of those, for `seconds`. A call that is hit gets `error` and is not performed; or is
    performed, but its answer gets lost (`lose`); or waits "before" or "after" it is performed until the rule is deleted
    (`hold`); or waits for `delay` seconds before.
    """

    body: dict[str, Any]
    actions: frozenset[str]
    agent: str
    share: Fraction
    times: int | None
    seconds: float | None
    error: Refusal | None
    lose: bool
    hold: str | None
    delay: float

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> Fault:
        """Read a rule; raises InvalidFaultError."""
        _check_keys("", body, (*LIMITS, *KINDS))
        kinds = [kind for kind in KINDS if kind in body]
        if len(kinds) != 1:
            raise InvalidFaultError(
                f"a rule has exactly one of {', '.join(KINDS)}; it had {', '.join(kinds) or 'none'}"
            )
        return cls(
            body=dict(body),
            actions=_actions(body.get("actions")),
            agent=_text("agent", body["agent"]) if "agent" in body else "",
            share=_share(body.get("share", 1)),
            times=_whole("times", body["times"], 1) if "times" in body else None,
            seconds=_seconds("seconds", body["seconds"]) if "seconds" in body else None,
            error=_refusal(body["error"]) if "error" in body else None,
            lose="lose" in body and _true("lose", body["lose"]),
            hold=_moment(body["hold"]) if "hold" in body else None,
            delay=_seconds("delay", body["delay"]) if "delay" in body else 0.0,
        )

    @property
    def answers(self) -> bool:
        """Tell whether the rule decides what the caller gets; only one rule can, for one call."""
        return self.error is not None or self.lose

    def matches(self, action: str, agent: str) -> bool:
        """Tell whether a call of ACTION by AGENT, its User-Agent, is one that the rule may hit."""
        return self.agent in agent and not self.actions.isdisjoint((action, ANY))

    def takes(self, number: int) -> bool:
        """Tell whether the matching call NUMBER, from 1, is hit: `share` of all, spread evenly."""
        return math.floor(number * self.share) > math.floor((number - 1) * self.share)


def _check_keys(where: str, body: Mapping[str, Any], known: Iterable[str]) -> None:
    if unknown := [key for key in body if key not in tuple(known)]:
        raise InvalidFaultError(f"unknown: {', '.join(where + key for key in unknown)}; there are: {', '.join(known)}")


def _actions(value: object) -> frozenset[str]:
    names = cast("list[object]", value) if isinstance(value, list) else []
    if not names or not all(isinstance(each, str) and each for each in names):
        raise InvalidFaultError(f'actions must be a list of action names, or ["{ANY}"]; it was {value!r}')
    return frozenset(cast("list[str]", names))


def _share(value: object) -> Fraction:
    if not _is_number(value) or not 0 <= cast("float", value) <= 1:
        raise InvalidFaultError(f"share must be a number from 0 to 1; it was {value!r}")
    # As written: with binary fractions, 29 of 100 would be 28.
    return Fraction(str(value))


def _whole(name: str, value: object, low: int, high: float = math.inf) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        upper = "" if high == math.inf else f" to {high}"
        raise InvalidFaultError(f"{name} must be a whole number from {low}{upper}; it was {value!r}")
    return value


def _seconds(name: str, value: object) -> float:
    if not _is_number(value) or cast("float", value) <= 0:
        raise InvalidFaultError(f"{name} must be seconds, above 0; it was {value!r}")
    return float(cast("float", value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidFaultError(f"{name} must be a text; it was {value!r}")
    return value


def _true(name: str, value: object) -> bool:
    if value is not True:
        raise InvalidFaultError(f"{name} must be true, or left out; it was {value!r}")
    return True


def _moment(value: object) -> str:
    if value not in MOMENTS:
        raise InvalidFaultError(f'hold must be "before" or "after"; it was {value!r}')
    return cast("str", value)


def _refusal(value: object) -> Refusal:
    if not isinstance(value, dict):
        raise InvalidFaultError(f"error must be an object with code, status and message; it was {value!r}")
    error = cast("dict[str, object]", value)
    _check_keys("error.", error, ("code", "status", "message"))
    message = error.get("message", "")
    return Refusal(
        code=_text("error.code", error.get("code")),
        status=_whole("error.status", error.get("status", 400), 400, 599),
        message=_text("error.message", message) if message else "",
    )
