"""A color's intent: what its deployment or teardown says before it touches the fleet.

It lies in an SSM parameter beside the release record, written by the program and not by the provider. A deployment
writes it and then reads the weights; a switch reads it before its write and once more after: so one of the two always
sees the other.
"""

import json
import time
from dataclasses import asdict, dataclass

from components import cloud
from components.records.release_record import ReleaseRecord

SETTLE = 5.0
"""Seconds between the intent of what leaves no fleet, or a smaller one, and its last look at the weights: longer than a
switch takes from its gate's look at the intents to its write, so that one of the two sees the other."""

PARKING = "parking"
"""The version of an intent that takes instances away."""

TEARDOWN = "teardown"
"""The version of an intent that wants no fleet at all."""


@dataclass(frozen=True)
class Intent:
    """WHO is about to bring the color to VERSION (that of a release record); `expires` in unix seconds.

    `doing` says it in words, such as `release 1.2.0`.
    """

    who: str
    doing: str
    version: str
    expires: float

    def describe(self) -> str:
        """`release 1.2.0 by ada@laptop`."""
        return f"{self.doing} by {self.who}"

    def is_open(self, record: ReleaseRecord | None) -> bool:
        """Whether the work is still under way: neither on RECORD, nor given up for dead."""
        return time.time() < self.expires and (record is None or record.version != self.version)

    def to_json(self) -> str:
        """The parameter's value."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Intent":
        """The intent in a parameter's value; raises ValueError when TEXT is none."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not an intent: {error}") from error


def declare_intent(parameter: str, intent: Intent) -> None:
    """Write INTENT to PARAMETER, over what stands there: the stack's lock allows no second one.

    Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    cloud.ssm().put_parameter(Name=parameter, Value=intent.to_json(), Type="String", Overwrite=True)


def withdraw_intent(parameter: str) -> None:
    """Remove PARAMETER; it may be gone already. Raises one of `cloud.UNREACHABLE` when AWS can't be asked."""
    try:
        cloud.ssm().delete_parameter(Name=parameter)
    except cloud.UNREACHABLE as error:
        if cloud.code(error) != "ParameterNotFound":
            raise
