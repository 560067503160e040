"""The setting `notify` at work: each record of the switch log is sent once, and nothing waits for it for long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.notify.command import tell
from components.notify.notice import Notice
from components.notify.topic import publish

SECONDS = 5.0
"""How long an update waits for a notification."""


@dataclass(frozen=True)
class Notify:
    """Who is told what happens to the stack STACK of SERVICE.

    `target` is the ARN of an SNS topic, or a command of one line; None for nobody.
    """

    target: str | None
    service: str = ""
    stack: str = ""

    def send(self, record: Mapping[str, Any]) -> None:
        """Tell of RECORD, within SECONDS. What can't be sent is a warning: it must never fail a switch.

        A preview, in which nothing happens, sends nothing.
        """
        if self.target is None:
            return
        import pulumi  # noqa: PLC0415  as in `components.cloud`

        if pulumi.runtime.is_dry_run():
            return
        through = publish if self.target.startswith("arn:") else tell
        notice = Notice(self.service, self.stack, record)
        try:
            problem = through(self.target, notice, SECONDS)
        except Exception as error:  # noqa: BLE001  what happened has happened, whoever hears of it
            problem = f"{type(error).__name__}: {error}"
        if problem:
            pulumi.log.warn(f"nobody was notified through notify ({self.target}): {problem}")
