"""The two colors, and how much traffic each gets."""

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

TOTAL = 100
"""Percent. The weights of both colors always sum to this."""

MAXIMUM_CANARY = 50
"""Percent. Beyond half, the canary would be the active color in all but name."""


class Color(str, Enum):  # noqa: UP042  Pulumi's analyzer knows this form of a schema enum
    """One of the two environments."""

    BLUE = "blue"
    GREEN = "green"

    @property
    def other(self) -> "Color":
        """The color that is not this one."""
        return Color.GREEN if self is Color.BLUE else Color.BLUE

    def at(self, release: str | None) -> str:
        """`green@1.1.0`: how settings and records name exactly what a color runs."""
        return f"{self.value}@{release}"


def weights(active: Color, canary: "tuple[Color, int] | None" = None) -> dict[Color, int]:
    """Percent of the traffic by color.

    CANARY is a color and its share in percent, 0 to 50. It is inert once that color is the active one, so that a
    forgotten canary can never take traffic away from it.
    """
    share = canary[1] if canary and canary[0] is not active else 0
    if not 0 <= share <= MAXIMUM_CANARY:
        raise ValueError(f"a canary gets 0 to {MAXIMUM_CANARY} percent, not {share}")
    return {color: TOTAL - share if color is active else share for color in Color}


def describe(shares: Mapping[Color, int]) -> str:
    """`blue 100, green 0`."""
    return ", ".join(f"{color.value} {shares.get(color, 0)}" for color in Color)


def pair(shares: Mapping[Color, int]) -> str:
    """`100/0`: blue's weight, green's weight."""
    return "/".join(str(shares.get(color, 0)) for color in Color)


def moved(before: Mapping[Color, int], after: Mapping[Color, int]) -> int:
    """Percent of all traffic that changes its color between two weightings; everything, where BEFORE carries none."""
    return round(100 * sum(max(Fraction(0), share(after, color) - share(before, color)) for color in Color))


def gains(before: Mapping[Color, int], after: Mapping[Color, int], color: Color) -> bool:
    """Whether COLOR's share of all traffic grows; raw weights of AWS, 0 to 999 each, compare only as shares."""
    return share(after, color) > share(before, color)


def gains_most(before: Mapping[Color, int], after: Mapping[Color, int]) -> Color:
    """The color whose share grows the most; where none does, the one that has the most in the end."""
    return max(Color, key=lambda color: (share(after, color) - share(before, color), after.get(color, 0)))


def share(shares: Mapping[Color, int], color: Color) -> Fraction:
    """COLOR's part of all traffic, 0 to 1; 0 where SHARES carry none. Exact: parts are compared."""
    total = sum(shares.values())
    return Fraction(shares.get(color, 0), total) if total else Fraction(0)
