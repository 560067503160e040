"""Volumes are encrypted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .machine import INSTANCES, TEMPLATE, is_machine
from .resource import UNKNOWN, Resource, blocks, is_true
from .rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

VOLUME = "aws:ebs/volume:Volume"


def _check(resource: Resource, _: Sequence[Resource]) -> Iterator[str]:
    if resource.type == VOLUME:
        yield from _plain([resource.properties])
    if not is_machine(resource) or _unknown(resource):
        return
    volumes = list(_volumes(resource))
    if not volumes:
        yield "it names no volume, so that the image says whether its volumes are encrypted"
    yield from _plain(volumes)


def _unknown(resource: Resource) -> bool:
    return UNKNOWN in (resource.get("blockDeviceMappings"), resource.get("rootBlockDevice"))


def _volumes(resource: Resource) -> Iterator[Mapping[str, object]]:
    if resource.type == TEMPLATE:
        for mapping in resource.blocks("blockDeviceMappings"):
            yield from blocks(mapping.get("ebs"))
        return
    roots = resource.blocks("rootBlockDevice")
    # Without its root volume a declaration says nothing of what each instance has.
    if roots or resource.type not in INSTANCES:
        yield from roots
        yield from resource.blocks("ebsBlockDevices")


def _plain(volumes: Sequence[Mapping[str, object]]) -> Iterator[str]:
    for volume in volumes:
        encrypted = volume.get("encrypted")
        if encrypted is not UNKNOWN and not is_true(encrypted):
            yield "a volume is not encrypted"


ENCRYPTED_VOLUMES = Rule(
    name="volumes-encrypted",
    forbids="A volume that is not encrypted",
    why="a snapshot or a disk that leaves the account would be readable, logs and secrets of the application included",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    comply="Write `encrypted` for each volume, the root volume included",
    check=_check,
)
