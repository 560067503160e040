"""The intent that a killed run left behind: it would keep traffic away from a color that is as declared."""

import asyncio

import pulumi

from components.guard.deployment import withdraw_quietly
from components.records.intent import Intent


def bury(intent: Intent | None, parameter: str, *done: pulumi.Output[object]) -> None:
    """Once all of DONE is, remove PARAMETER in an update, where INTENT stood in it before: nobody else holds the lock.

    A failure is a warning: the intent ends by itself.
    """
    if intent is None or pulumi.runtime.is_dry_run():
        return

    async def remove(_known: object) -> None:
        await asyncio.to_thread(withdraw_quietly, parameter)

    pulumi.Output.all(*done).apply(remove)
