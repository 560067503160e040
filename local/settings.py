"""What the three processes of one local AWS agree on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "settings.json"

LONGEST_METRIC_PERIOD = 1800
"""Seconds; half of what is kept of metrics, so that there is always a whole period."""


@dataclass(frozen=True)
class LocalSettings:
    """Ports on 127.0.0.1 and delays in seconds; `check_pace` is the share of its interval that a health check waits.

    `metric_period` is how many seconds one data point of a load balancer's metrics stands for: 60 on AWS (ALB guide,
    "CloudWatch metrics for your Application Load Balancer").

    Neither delay defaults to 0, since AWS has both: a changed listener takes effect a little later
    (ALB guide, "Edit rules": "rule updates do not take effect immediately"), and an instance is registered
    some time after its launch (assumed: seconds).
    """

    port: int = 4566
    aws_provider_port: int = 4567
    random_provider_port: int = 4568
    region: str = "us-east-1"
    listener_delay: float = 0.5
    registration_delay: float = 1.0
    check_pace: float = 1.0
    metric_period: int = 60

    @property
    def endpoint(self) -> str:
        """The URL that AWS_ENDPOINT_URL gets."""
        return f"http://127.0.0.1:{self.port}"

    def write(self, directory: Path) -> None:
        """Save into DIRECTORY, which must exist."""
        (directory / FILE).write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, directory: Path) -> LocalSettings:
        """Load what `write` saved; raises FileNotFoundError when no local AWS lives in DIRECTORY."""
        return cls(**json.loads((directory / FILE).read_text()))
