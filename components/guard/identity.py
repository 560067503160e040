"""What a color's stack was made as: its color for good, and its service for as long as it must stay."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from components.guard.protection import REFUSED, Protection
from components.hooks.environment_hooks import environment_names
from components.records.records import read_records


def refusal_of_identity(protection: Protection, service: str, outputs: Mapping[str, Any]) -> str | None:
    """Why the stack can't become what is declared: PROTECTION's color, of SERVICE; None where it may.

    OUTPUTS are those that the stack saved last: they tell what it is. Raises one of `cloud.UNREACHABLE`,
    traffic.UnknownTrafficError or DamagedRecordError when it can't be told.
    """
    color, was = protection.color.value, outputs.get("color")
    if was not in {None, color}:
        return (
            f"{REFUSED}: this stack is {was}, and color says {color}: that would destroy all of {was}."
            f" Put it back: pulumi config set color {was} --stack {protection.stack}"
        )
    former = _service_in(outputs.get("release_parameter"))
    return None if former in {None, service} else _refusal_of_renaming(protection, str(former), service)


def _service_in(release_parameter: str | None) -> str | None:
    """The service in the name that `naming.release_parameter` gave."""
    return release_parameter.split("/")[2] if release_parameter else None


def _refusal_of_renaming(protection: Protection, former: str, service: str) -> str | None:
    # All that is on record lies under the former name, so that a look under the new one finds nothing to protect.
    names = environment_names(former, protection.color, protection.stack, protection.router)
    records = read_records(names)
    record = records.releases.get(protection.color)
    if record is None or protection.accepts(record):
        return None
    why = replace(protection, names=names).why_it_stays(records, record.target_group)
    if why is None:
        return None
    return (
        f"{REFUSED}: this would rename service {former} to {service}, which replaces its log group and its release"
        f" record, and {why}. Put it back: the setting service was {former}."
        f" To accept it: pulumi config set allow_live_change {protection.color.at(record.release)}"
        f" --stack {protection.stack}"
    )
