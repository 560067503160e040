"""The health of one target, from what its probes saw: a state machine without clock or network."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from local.balancer.snapshot import HealthCheck

State = Literal["initial", "healthy", "unhealthy", "draining", "unused"]


@dataclass(frozen=True)
class Health:
    """A state with AWS's reason code and description (API reference, TargetHealth)."""

    state: State
    reason: str = ""
    description: str = ""

    def report(self) -> dict[str, str]:
        """As the exchange carries it."""
        return asdict(self)


HEALTHY = Health("healthy")
INITIAL = Health("initial", "Elb.InitialHealthChecking", "Initial health checks in progress")
DRAINING = Health("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
NOT_IN_USE = Health(
    "unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"
)

TIMED_OUT = Health("unhealthy", "Target.Timeout", "Request timed out")
NO_ANSWER = Health("unhealthy", "Target.FailedHealthChecks", "Health checks failed")


def mismatch(status: int) -> Health:
    """Judge an answer whose STATUS the matcher does not name."""
    return Health("unhealthy", "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{status}]")


def matches(matcher: str, status: int) -> bool:
    """Tell whether STATUS is in MATCHER: "200", "200,204" or "200-299" (API reference, Matcher)."""
    for part in matcher.split(","):
        low, _, high = part.strip().partition("-")
        if int(low) <= status <= int(high or low):
            return True
    return False


class TargetHealth:
    """One target's state, moved by one probe result after the other.

    A new target needs only one passed check to be healthy (ALB guide, "Health checks for your target
    groups"); until then it stays initial for as many failures as make it unhealthy (assumed).
    """

    def __init__(self) -> None:
        """Start at initial."""
        self.health = INITIAL
        self._streak = 0
        self._last_passed: bool | None = None

    def passed(self, check: HealthCheck) -> None:
        """Take in a passed probe."""
        needed = 1 if self.health.state == "initial" else check.healthy_threshold
        if self._extend_streak(passed=True) >= needed:
            self.health = HEALTHY

    def failed(self, why: Health, check: HealthCheck) -> None:
        """Take in a failed probe; an unhealthy target's reason is the latest one."""
        if self._extend_streak(passed=False) >= check.unhealthy_threshold or self.health.state == "unhealthy":
            self.health = why

    def _extend_streak(self, *, passed: bool) -> int:
        self._streak = self._streak + 1 if passed == self._last_passed else 1
        self._last_passed = passed
        return self._streak
