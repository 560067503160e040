"""Optimistic concurrency: an update may move the weights only from where it believes them to be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from components.color import Color, describe, gains, moved, pair


@dataclass(frozen=True)
class Before:
    """The weights in the state before an update, by color.

    `expected` is what the last update declared (None: the listener is made), `held` what the state takes for live,
    where that was asked.
    """

    expected: Mapping[Color, int] | None
    held: Mapping[Color, int] | None = None


@dataclass(frozen=True)
class Weights:
    """One update of the listener, percent or AWS's raw weights by color.

    `live` is what AWS holds now, `declared` what the update would write; `expected` and `held` are those of `Before`.
    """

    live: Mapping[Color, int]
    expected: Mapping[Color, int] | None
    declared: Mapping[Color, int]
    held: Mapping[Color, int] | None = None

    @property
    def never_written(self) -> bool:
        """The state holds what is declared, but AWS does not: it refused an update, and the provider believed it done.

        Such an update finds nothing to write (terraform-plugin-sdk, helper/schema: what was planned is what is kept).
        """
        held = None if self.held is None else dict(self.held)
        return held == dict(self.declared) != dict(self.expected or {}) and not self.finished

    @property
    def finished(self) -> bool:
        """Live is as declared already: a switch whose end was lost."""
        return dict(self.live) == dict(self.declared)

    def source(self, color: Color) -> Color | None:
        """The color whose traffic COLOR would take over: the other one, unless it gets none now."""
        return color.other if self.live.get(color.other, 0) else None


def conflict(
    weights: Weights, named: Color | None, *, ours: Callable[[], bool], allowed: str | None, router: str
) -> str | None:
    """Why an update of WEIGHTS must be refused, or None.

    NAMED is the color in the active-color parameter, which only we write. OURS tells whether the live weights are what
    our own last update wrote, though its end was lost; it is asked only where it matters. ALLOWED is `allow_repair`,
    live weights as `blue/green`; ROUTER the router's stack.
    """
    live, declared = weights.live, weights.declared
    if weights.finished or weights.expected is None:
        return None
    if weights.never_written:
        return (
            f"an update that AWS refused left the state ahead of it: live {describe(live)}, while the state holds"
            f" {describe(declared)}, so that nothing would be written. Run pulumi up --refresh --stack {router}"
        )
    if allowed == pair(live):
        return None
    told = (
        f"live {describe(live)}; expected {describe(weights.expected)}; declared {describe(declared)}:"
        f" this update would move {moved(live, declared)} % of the traffic"
    )
    accept = f"To write what is declared all the same: pulumi config set allow_repair {pair(live)} --stack {router}"
    if dict(live) != dict(weights.expected):
        return (
            f"the live weights are not those that this update was made for: {told}. Somebody changed the listener."
            f" To take over what is live: pulumi up --refresh --stack {router}. {accept}"
        )
    if named is None or not _undoes_a_rescue(live, declared, named) or ours():
        return None
    other = named.other.value
    return (
        f"most traffic was moved to {other} outside of this program, or by an update that was killed: the active-color"  # noqa: S608  prose
        f" parameter names {named.value}; {told}. To keep {other}: pulumi config set active_color {other}"
        f" --stack {router}, then pulumi up. {accept}"
    )


def _undoes_a_rescue(live: Mapping[Color, int], declared: Mapping[Color, int], named: Color) -> bool:
    other = named.other
    return live.get(other, 0) > live.get(named, 0) and gains(declared, live, other)
