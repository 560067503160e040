"""The teardown's guard: the program's only delete hooks, on the release record, which goes first.

So a refusal leaves every resource standing. Delete hooks need `pulumi destroy --run-program`; without it the engine
refuses by itself.
"""

import asyncio
import time
from dataclasses import replace

import pulumi

from components import cloud, traffic
from components.guard.deployment import Deployment, Resolve
from components.guard.protection import LiveColorError, unless_blind
from components.records.intent import SETTLE, TEARDOWN
from components.records.records import DamagedRecordError, Records, read_records
from components.records.release_record import ReleaseRecord


def teardown_hooks(before: str, after: str, deployment: Resolve) -> tuple[pulumi.ResourceHook, pulumi.ResourceHook]:
    """The hooks for `before_delete` and `after_delete`, named BEFORE and AFTER for ever."""

    async def guard(args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            teardown = _Teardown(known, _record(args))
            await asyncio.to_thread(teardown.foretell if pulumi.runtime.is_dry_run() else teardown.begin)

    async def end(_args: pulumi.ResourceHookArgs) -> None:
        known = await deployment()
        if known is not None:
            await asyncio.to_thread(known.withdraw)

    options = pulumi.ResourceHookOptions(on_dry_run=True)
    return pulumi.ResourceHook(before, guard, options), pulumi.ResourceHook(after, end)


class _Teardown:
    """The teardown of a color with RECORD, its own in the state; None where that can't be read."""

    def __init__(self, deployment: Deployment, record: ReleaseRecord | None) -> None:
        self._deployment, self._record = deployment, record

    def begin(self) -> None:
        """Return when the color may go; raises LiveColorError when it must stay."""
        self._check()
        self._deployment.declare_as("its teardown", TEARDOWN, 0)
        time.sleep(SETTLE)
        try:
            self._check()
        except LiveColorError:
            self._deployment.withdraw()
            raise
        if self._deployment.protection.accepts(self._record):
            self._deployment.accept(unless_blind(lambda: self._refusal(heed=False), "nothing is destroyed"))

    def foretell(self) -> None:
        """In a preview: raises LiveColorError where `begin` would; what can't be told is a warning."""
        try:
            refusal = self._refusal()
        except (*cloud.UNREACHABLE, traffic.UnknownTrafficError, DamagedRecordError) as error:
            why = cloud.explain(error)
            pulumi.log.warn(f"whether the color carries traffic can't be told: {why}. A destroy would be refused")
            return
        if refusal:
            raise LiveColorError(refusal)

    def _check(self) -> None:
        refusal = unless_blind(self._refusal, "nothing is destroyed")
        if refusal:
            self._deployment.refuse(refusal)

    def _refusal(self, *, heed: bool = True) -> str | None:
        protection, record = self._deployment.protection, self._record
        records = read_records(protection.names, strict=False)
        own = Records(records.active, records.changed, {protection.color: record} if record else {})
        guard = protection if heed else replace(protection, allowed=None)
        return guard.refusal_of_teardown(own, record.target_group if record else self._deployment.target_group)


def _record(args: pulumi.ResourceHookArgs) -> ReleaseRecord | None:
    try:
        return ReleaseRecord.from_json(str((args.old_inputs or {}).get("insecureValue", "")))
    except ValueError:
        return None
