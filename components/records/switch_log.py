"""The switch log: one structured record per switch or refusal, in a log group that the router owns."""

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from components import cloud
from components.notify.notify import Notify
from components.records.who import who

STREAM = "switches"
"""The one log stream, so that the last record is one call away."""

REFUSED, ACCEPTED = "refused", "accepted"
"""Events of records that moved nothing: a refusal, and a change that an override let pass."""

LOOK_BACK = 100
"""Records among which the last switch is looked for: refusals may stand after it."""


@dataclass(frozen=True)
class SwitchLog:
    """The log group's name, None where the router has none yet, and who is told of each record."""

    group: str | None
    notify: Notify = field(default_factory=lambda: Notify(None))

    def write(self, event: str, **facts: Any) -> None:  # noqa: ANN401  JSON
        """Add a record of EVENT (`switched`, `not verified`, `refused`, `accepted`) with FACTS, then send it.

        What can't be written or sent is a warning: it must never fail a switch.
        """
        record = {"event": event, "time": round(time.time(), 3), "who": who(), **facts}
        if self.group is not None:
            self._put(self.group, record)
        self.notify.send(record)

    @staticmethod
    def _put(group: str, record: Mapping[str, Any]) -> None:
        message = json.dumps(record, sort_keys=True, default=str)
        try:
            cloud.logs().put_log_events(
                logGroupName=group,
                logStreamName=STREAM,
                logEvents=[{"timestamp": int(time.time() * 1000), "message": message}],
            )
        except cloud.UNREACHABLE as error:
            import pulumi  # noqa: PLC0415  as in `components.cloud`

            pulumi.log.warn(f"no record in the switch log {group}: {cloud.explain(error)}; the record: {message}")

    def last(self) -> Mapping[str, Any]:
        """The newest record of a switch, verified or not, all others left out; nothing where none can be had."""
        records = islice(self._backward(LOOK_BACK), LOOK_BACK)
        try:
            return next((record for record in records if record.get("event") not in {REFUSED, ACCEPTED}), {})
        except (*cloud.UNREACHABLE, ValueError):
            return {}

    def newest(self, count: int) -> list[dict[str, Any]]:
        """The newest COUNT records, oldest first; none where nothing was ever written.

        Raises one of `cloud.UNREACHABLE` when AWS can't be asked, ValueError for a record that is no JSON.
        """
        return [*islice(self._backward(count), count)][::-1]

    def _backward(self, at_once: int) -> Iterator[dict[str, Any]]:
        """All records, the newest first, AT_ONCE of them with each call."""
        if self.group is None:
            return
        request: Any = {"logGroupName": self.group, "logStreamName": STREAM, "limit": at_once, "startFromHead": False}
        token: Any = None
        while True:
            answer = cloud.logs().get_log_events(**request)
            yield from [json.loads(event["message"]) for event in reversed(answer["events"])]
            # A page may be short or empty before the end; there the token repeats (API reference, GetLogEvents).
            following: Any = answer.get("nextBackwardToken")
            if following in {None, token}:
                return
            request["nextToken"] = token = following
