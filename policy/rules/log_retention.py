"""Log groups say how long logs are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .resource import UNKNOWN, Resource
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    days = resource.get("retentionInDays")
    if resource.type == LOG_GROUP and days is not UNKNOWN and not days:
        yield "its logs are kept forever"


LOG_RETENTION = Rule(
    name="log-retention-set",
    forbids="A log group that keeps logs forever",
    why="that is what AWS does where nothing is said, and costs more each month",
    source="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html",
    comply="Write `retention_in_days`; a color's is the setting `log_retention`",
    check=_check,
)
