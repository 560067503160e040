"""What a check sends and what it accepts, from what the options say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from components.settings import fields, values
from ops.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from components.color import Color
    from components.settings.field import Field

T = TypeVar("T")

RATE, MAXIMUM_RATE = 20, 1000
"""Requests a second to each color: what is sent unless an option says otherwise, and what is sent at most."""

SECONDS, MAXIMUM_SECONDS = "10s", 600
"""How long the load lasts, as a setting is written; and at most, in seconds."""

ERROR_RATE, LATENCY_RATIO = "1%", "1.5"
"""What is accepted, as the options write it."""

MAXIMUM_RATIO = 1000.0


@dataclass(frozen=True)
class Plan:
    """A load: `requests` to each color, `rate` of them a second."""

    requests: int
    rate: int

    @property
    def seconds(self) -> float:
        """How long it takes to send them."""
        return self.requests / self.rate


@dataclass(frozen=True)
class Choice:
    """What is checked: a color, a command in place of gate_command, a path; None for what the settings say."""

    color: Color | None
    command: str | None
    path: str | None


@dataclass(frozen=True)
class Limits:
    """What is accepted: `error_rate` in percent of all requests, `latency_ratio` against the other color."""

    error_rate: float
    latency_ratio: float


def choice(color: Color | None, command: str | None, path: str | None) -> Choice:
    """What the options say. Raises Problem where they are no command, or no path."""
    return Choice(color, _like("--command", command, fields.GATE_COMMAND), _like("--path", path, fields.VERIFY_PATH))


def plan(requests: int | None, seconds: str | None, rate: int) -> Plan:
    """A load of so many REQUESTS to each color, or for so long (`10s`, `5m`). Raises Problem beyond the limits."""
    if requests is not None and seconds is not None:
        raise Problem("--requests and --seconds both say how long the load lasts", "give only one of them")
    if requests is None:
        allowed = f"1 to {MAXIMUM_SECONDS} seconds, such as 30s or 5m"
        length = _take("--seconds", seconds or SECONDS, values.seconds(1, MAXIMUM_SECONDS), allowed)
        return Plan(length * rate, rate)
    if requests > MAXIMUM_SECONDS * rate:
        what = f"--requests {requests} at {rate} a second take more than {MAXIMUM_SECONDS} seconds"
        raise Problem(what, f"--requests {MAXIMUM_SECONDS * rate}, or a higher --rate, up to {MAXIMUM_RATE}")
    return Plan(requests, rate)


def limits(error_rate: str, latency_ratio: str) -> Limits:
    """What the options ERROR_RATE (`1%`) and LATENCY_RATIO (`1.5`) accept. Raises Problem for what makes no sense."""
    percent, allowed = values.decimal(0, 100), "0 to 100 percent, such as 1% or 0.5%"
    ratio = _take("--max-latency-ratio", latency_ratio, values.decimal(1, MAXIMUM_RATIO), "1 to 1000, such as 1.5")
    return Limits(_take("--max-error-rate", error_rate.removesuffix("%"), percent, allowed), ratio)


def _like(option: str, text: str | None, setting: Field[Any]) -> str | None:
    return None if text is None else _take(option, text, setting.read, setting.allowed)


def _take(option: str, text: str, read: Callable[[str], T], allowed: str) -> T:
    try:
        return read(text)
    except ValueError:
        raise Problem(f"{option} {text!r} is not {allowed}", "bluegreen check --help") from None
