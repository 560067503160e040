"""The teardown's guard: the program's only delete hooks, on the release record, which goes first.

So a refusal leaves every resource standing. Delete hooks need `pulumi destroy --run-program`; without it the engine
refuses by itself.
"""

import asyncio
import time

import pulumi

from components import cloud
from components.hooks.guard import GRACE, Deployment, Resolve, quietly_withdraw
from components.intent import TEARDOWN, Intent, declare_intent
from components.protection import LiveColorError, unless_blind
from components.records import Records, read_records
from components.release_record import ReleaseRecord
from components.who import who

SETTLE = 3.0
"""Seconds between a teardown's intent and its last look at the weights: longer than a switch takes from its gate's look
at the intents to its write, so that one of the two sees the other."""


def teardown_hooks(before: str, after: str, deployment: Resolve) -> tuple[pulumi.ResourceHook, pulumi.ResourceHook]:
    """The hooks for `before_delete` and `after_delete`, named BEFORE and AFTER for ever."""

    async def guard(args: pulumi.ResourceHookArgs) -> None:
        record, known = _record(args), await deployment()
        if record is not None and known is not None:
            await asyncio.to_thread(_begin, known, record)

    async def end(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(quietly_withdraw, known.intent_parameter)

    return pulumi.ResourceHook(before, guard), pulumi.ResourceHook(after, end)


def _begin(deployment: Deployment, record: ReleaseRecord) -> None:
    _check(deployment, record)
    try:
        intent = Intent(who(), "its teardown", TEARDOWN, time.time() + GRACE)
        declare_intent(deployment.intent_parameter, intent)
    except cloud.UNREACHABLE as error:
        deployment.refuse(f"refused, nothing was changed: no teardown without its intent: {cloud.explain(error)}")
    time.sleep(SETTLE)
    try:
        _check(deployment, record)
    except LiveColorError:
        quietly_withdraw(deployment.intent_parameter)
        raise


def _check(deployment: Deployment, record: ReleaseRecord) -> None:
    protection = deployment.protection

    def look() -> str | None:
        records = read_records(protection.names, strict=False)
        own = Records(records.active, records.changed, {protection.color: record})
        return protection.refusal_of_teardown(own, record.target_group)

    refusal = unless_blind(look, "nothing is destroyed")
    if refusal:
        deployment.refuse(refusal)


def _record(args: pulumi.ResourceHookArgs) -> ReleaseRecord | None:
    try:
        return ReleaseRecord.from_json(str((args.old_inputs or {}).get("insecureValue", "")))
    except ValueError:
        return None
