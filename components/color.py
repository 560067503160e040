"""The two colors, and how much traffic each gets."""

from enum import Enum

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


def weights(active: Color, canary: "tuple[Color, int] | None" = None) -> dict[Color, int]:
    """Percent of the traffic by color.

    CANARY is a color and its share in percent, 0 to 50. It is inert once that color is the active one, so that a
    forgotten canary can never take traffic away from it.
    """
    share = canary[1] if canary and canary[0] is not active else 0
    if not 0 <= share <= MAXIMUM_CANARY:
        raise ValueError(f"a canary gets 0 to {MAXIMUM_CANARY} percent, not {share}")
    return {color: TOTAL - share if color is active else share for color in Color}
