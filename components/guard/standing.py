"""How a color stands before its update: what is on record, and whether it must stay as it is."""

from dataclasses import dataclass, field

import pulumi

from components import cloud, traffic
from components.guard.identity import refusal_of_identity
from components.guard.protection import REFUSED, Protection, Wanted
from components.hooks.environment_hooks import environment_names
from components.launch import Launch
from components.notify.notify import Notify
from components.records.records import DamagedRecordError, Records, read_records
from components.records.release_record import ReleaseRecord
from components.records.switch_log import SwitchLog
from components.router_outputs import RouterOutputs
from components.settings import EnvironmentSettings
from components.stack_outputs import read_stack_outputs
from components.switch.ready_for_traffic import Need


@dataclass(frozen=True)
class Standing:
    """What one look told. `blind` says why nothing could be told; only a preview goes on then."""

    protection: Protection
    records: Records = field(default_factory=Records)
    must_stay: bool = False
    blind: str | None = None

    @property
    def record(self) -> ReleaseRecord | None:
        """The color's release record."""
        return self.records.releases.get(self.protection.color)


def look_at_standing(settings: EnvironmentSettings, stack: str, router: RouterOutputs) -> Standing:
    """Look at the color of SETTINGS. Raises pulumi.RunError in an update when AWS can't be asked; a preview warns."""
    protection = _protection(settings, stack, router)
    if settings.allow_live_change:
        pulumi.log.warn(
            f"allow_live_change is set: {settings.allow_live_change} may be replaced, parked, shrunk or destroyed"
            f" although it carries traffic or soaks. Take it back: pulumi config rm allow_live_change --stack {stack}"
        )
    try:
        records = read_records(protection.names)
        record = records.releases.get(settings.color)
        stays = record is not None and protection.why_it_stays(records, record.target_group) is not None
        refusal = refusal_of_identity(protection, settings.service, read_stack_outputs(stack))
    except DamagedRecordError as error:
        raise pulumi.RunError(str(error)) from None
    except (*cloud.UNREACHABLE, traffic.UnknownTrafficError) as error:
        return _blind(protection, cloud.explain(error))
    _refuse(settings, protection, router, refusal)
    return Standing(protection, records, stays)


def refuse_harm(settings: EnvironmentSettings, standing: Standing, launch: Launch, router: RouterOutputs) -> None:
    """Raise pulumi.RunError when LAUNCH or the capacity would hurt a color that must stay, in preview and in update."""
    record = standing.record
    if record is None or standing.blind:
        return
    target_group = router.target_groups.get(settings.color.value, record.target_group)
    try:
        refusal = standing.protection.refusal_beside(standing.records, _wanted(settings, launch), target_group)
    except (*cloud.UNREACHABLE, traffic.UnknownTrafficError) as error:
        _blind(standing.protection, cloud.explain(error))
        return
    _refuse(settings, standing.protection, router, refusal)


def _refuse(settings: EnvironmentSettings, protection: Protection, router: RouterOutputs, refusal: str | None) -> None:
    if refusal is None:
        return
    if not pulumi.runtime.is_dry_run():
        color, stack = protection.color.value, protection.stack
        log = SwitchLog(router.switch_log, Notify(settings.notify, settings.service, stack))
        log.write("refused", what="change", color=color, reason=refusal, stack=stack)
    raise pulumi.RunError(refusal)


def _wanted(settings: EnvironmentSettings, launch: Launch) -> Wanted:
    capacity = settings.capacity
    return Wanted(
        settings.release, launch.version, capacity.minimum, capacity.maximum, capacity.desired, settings.parked
    )


def _protection(settings: EnvironmentSettings, stack: str, router: RouterOutputs) -> Protection:
    return Protection(
        color=settings.color,
        stack=stack,
        router=settings.router,
        names=environment_names(settings.service, settings.color, stack, settings.router),
        need=Need(settings.min_targets, settings.capacity_ratio),
        soak=settings.soak,
        drain=router.drain_seconds,
        allowed=settings.allow_live_change,
    )


def _blind(protection: Protection, reason: str) -> Standing:
    color = protection.color.value
    message = f"what {color} runs, and whether it carries traffic, can't be read: {reason}"
    if not pulumi.runtime.is_dry_run():
        raise pulumi.RunError(f"{REFUSED}: {message}. Check credentials, permissions and aws:region")
    pulumi.log.warn(f"{message}. An update would be refused")
    return Standing(protection, blind=reason)
