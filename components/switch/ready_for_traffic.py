"""What a color must show before it gets more traffic: the gate's rule, without a word about how it is asked."""

import math
from dataclasses import dataclass

from components.switch.color_health import ColorHealth


@dataclass(frozen=True)
class Need:
    """How much a color needs.

    `min_targets`: healthy targets at least. `capacity_ratio`: healthy targets as a share of what the color that
    carries traffic has in service.
    """

    min_targets: int = 1
    capacity_ratio: float = 1.0

    def floor(self, in_service: int) -> int:
        """Healthy targets needed beside a color that has IN_SERVICE instances."""
        return max(self.min_targets, math.ceil(self.capacity_ratio * in_service - 1e-9))


def shortfalls(candidate: ColorHealth, live_in_service: int, need: Need, *, checked: bool = True) -> list[str]:
    """What CANDIDATE lacks to take the traffic of a color with LIVE_IN_SERVICE instances; nothing when it is ready.

    CHECKED says that a listener stands, so that the load balancer checks the targets in it.
    """
    found = _foreign(candidate)
    if candidate.never_checked and not checked:
        # Without a listener nobody can be healthy, and nobody is served: what counts is that targets are there.
        return [*found, *_too_few("registered", candidate.registered, need.min_targets, "min_targets")]
    if candidate.registered == 0:
        return ["0 of 0 healthy: it has no targets"]
    if not candidate.all_healthy:
        found.append(f"{candidate.describe()}: a switch needs every registered target healthy")
    found += _too_few("healthy", candidate.lasting, need.min_targets, "min_targets")
    floor = need.floor(live_in_service)
    found += _leaving(candidate, floor)
    if candidate.lasting < floor and candidate.lasting >= need.min_targets:
        found.append(
            f"{candidate.lasting} healthy, and {floor} are needed beside {live_in_service} in service"
            f" (capacity_ratio {need.capacity_ratio:g})"
        )
    return found


def shortfalls_in_need(candidate: ColorHealth, live_healthy: int, need: Need, *, checked: bool = True) -> list[str]:
    """As `shortfalls`, where the live color is not ready itself or CANDIDATE is the way back.

    Then what counts is that clients are no worse off than with LIVE_HEALTHY targets.
    """
    found = _foreign(candidate)
    if candidate.never_checked and not checked:
        return [*found, *_too_few("registered", candidate.registered, need.min_targets, "min_targets")]
    found += _too_few("healthy", candidate.lasting, need.min_targets, "min_targets", candidate.describe())
    found += _leaving(candidate, max(need.min_targets, live_healthy))
    if need.min_targets <= candidate.lasting < live_healthy:
        found.append(f"{candidate.describe()}, fewer than the {live_healthy} of the color that carries traffic")
    return found


def _foreign(candidate: ColorHealth) -> list[str]:
    if candidate.release is None:
        return ["it has no release record, so nothing on it was ever proven"]
    if candidate.fleet is None:
        return [f"the fleet of its release {candidate.release} is gone"]
    count = len(candidate.strangers)
    if not count:
        return []
    shown = ", ".join(candidate.strangers[:3]) + ("…" if count > 3 else "")  # noqa: PLR2004  enough to look one up
    what = "target does" if count == 1 else "targets do"
    states = candidate.describe()
    return [f"{count} {what} not belong to its fleet on record, {candidate.fleet.name}: {shown} ({states})"]


def _leaving(candidate: ColorHealth, enough: int) -> list[str]:
    # More targets than desired, enough of which stay, are an everyday sight: zones are rebalanced.
    if candidate.fleet is None or candidate.lasting >= min(enough, candidate.healthy):
        return []
    desired = candidate.fleet.desired
    return [f"{candidate.describe()}, but its fleet is to have {desired}: it is being parked or scaled in"]


def _too_few(what: str, count: int, least: int, setting: str, shown: str | None = None) -> list[str]:
    return [f"{shown or f'{count} {what}'}, at least {least} needed ({setting})"] if count < least else []
