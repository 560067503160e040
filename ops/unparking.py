"""How long a parked color needs until it is the way back again: what its fleet once took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components import cloud
from components.records.release_record import ReleaseRecord

if TYPE_CHECKING:
    from datetime import datetime

    from components.color import Color
    from components.records.records import Records
    from ops.stacks import Stacks


@dataclass(frozen=True)
class Unparking:
    """`seconds` from an empty fleet to healthy targets, None where nothing tells.

    `check` is the seconds between two health checks, of which a new target must pass one (ALB guide, "Health checks").
    """

    seconds: float | None
    check: int

    def words(self) -> str:
        """`unparking takes about 45 s, which its fleet took at its release`."""
        if self.seconds is None:
            return f"how long unparking takes is not on record: the boot, and a health check, each {self.check} s one"
        return f"unparking takes about {max(1, round(self.seconds))} s, which its fleet took at its release"


def unparking(stacks: Stacks, records: Records, color: Color) -> Unparking:
    """What unparking COLOR of STACKS takes, by the RECORDS' histories."""
    check = stacks.settings.health_check.interval
    record, environment = records.releases.get(color), stacks.environments.get(color)
    if record is None or environment is None:
        return Unparking(None, check)
    try:
        seconds = _taken(stacks.record_names.releases[color], record.fleet)
    except cloud.UNREACHABLE:
        return Unparking(None, check)
    # A release that failed first and was mended says nothing of how long it takes.
    believed = seconds is not None and 0 <= seconds <= environment.release_timeout
    return Unparking(seconds if believed else None, check)


def is_parked(records: Records, color: Color) -> bool:
    """Whether COLOR has no instances because somebody wanted it so."""
    record = records.releases.get(color)
    return record is not None and record.parked


def _taken(parameter: str, fleet: str) -> float | None:
    """Seconds from the creation of FLEET until its record in PARAMETER proved it healthy; None where nothing tells."""
    groups = cloud.autoscaling().describe_auto_scaling_groups(AutoScalingGroupNames=[fleet])["AutoScalingGroups"]
    proven = _proven(parameter, fleet)
    created: Any = groups[0].get("CreatedTime") if groups else None
    return (proven - created).total_seconds() if proven and created else None


def _proven(parameter: str, fleet: str) -> datetime | None:
    """When the first record of FLEET was written; None where that is not known, or it was parked then."""
    known = False
    for page in cloud.ssm().get_paginator("get_parameter_history").paginate(Name=parameter):
        for version in page["Parameters"]:
            record = _record(version.get("Value", ""))
            if record is None or record.fleet != fleet:
                # AWS keeps 100 versions (User Guide, "Working with parameter versions"): the first may be gone.
                known = True
                continue
            first = known or version.get("Version") == 1
            return version.get("LastModifiedDate") if first and not record.parked else None
    return None


def _record(text: str) -> ReleaseRecord | None:
    try:
        return ReleaseRecord.from_json(text)
    except ValueError:
        return None
