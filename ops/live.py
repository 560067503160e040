"""A stack's resources as AWS has them now, beside what the state holds: one refresh that keeps nothing."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

GONE = "delete"
"""The engine's word in a refresh for a resource that AWS does not have any more."""

STEP = re.compile(r"""\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.\[\]]+)""")
"""One step of the engine's property paths: `["a.b"]`, `[0]`, or a name."""

ABSENT = object()
"""What stands at a path that leads nowhere."""


class Refreshing(Protocol):
    """What is asked of the engine."""

    def refresh(self, stack: str, hear: Callable[[dict[str, Any]], None]) -> None:
        """Compare STACK's state with AWS, keep nothing, and let HEAR have each event; raises Problem."""
        ...


@dataclass(frozen=True)
class LiveResource:
    """One resource: what the state holds (`saved`) and what AWS has (`live`, None where it is gone).

    `changed` holds the engine's paths of what differs; `drifted` is whether the engine calls it a change.
    """

    urn: str
    type: str
    identity: str
    saved: Mapping[str, Any]
    live: Mapping[str, Any] | None
    drifted: bool
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The resource's name in the program."""
        return self.urn.rpartition("::")[2]


def read_live(engine: Refreshing, stack: str) -> list[LiveResource]:
    """All resources of STACK, those that the engine itself brings along left out. Raises Problem."""
    found: list[LiveResource] = []

    def hear(event: dict[str, Any]) -> None:
        if "resOutputsEvent" in event:
            found.append(resource(event["resOutputsEvent"]["metadata"]))

    engine.refresh(stack, hear)
    return found


def read_all(engine: Refreshing, stacks: Iterable[str]) -> dict[str, list[LiveResource]]:
    """As `read_live`, of all STACKS at once, by stack."""
    names = tuple(stacks)
    with ThreadPoolExecutor(len(names)) as pool:
        return dict(zip(names, pool.map(lambda stack: read_live(engine, stack), names), strict=True))


def resource(metadata: Mapping[str, Any]) -> LiveResource:
    """The resource that one outcome of a refresh tells of: METADATA as the engine's events hold it."""
    old, new = metadata.get("old") or {}, metadata.get("new") or {}
    gone = metadata["op"] == GONE
    drifted = metadata["op"] not in {"same", "read", "refresh"}
    return LiveResource(
        urn=metadata["urn"],
        type=metadata["type"],
        identity=str((old or new).get("id", "")),
        saved=old.get("outputs") or {},
        live=None if gone else (new or old).get("outputs") or {},
        drifted=drifted,
        changed=tuple(sorted(metadata.get("detailedDiff") or metadata.get("diffs") or ())) if drifted else (),
    )


def at(properties: Any, path: str) -> Any:  # noqa: ANN401  any JSON
    """What stands at PATH (the engine's spelling) in PROPERTIES; ABSENT where it leads nowhere."""
    value = properties
    for quoted, index, name in STEP.findall(path):
        try:
            value = value[int(index)] if index else value[quoted.replace('\\"', '"') or name]
        except (KeyError, IndexError, TypeError):
            return ABSENT
    return value
