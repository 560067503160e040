"""What `bluegreen drill --json` printed, as docs/drill.schema.json describes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.github.reports import WRONG, read_document, strange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PASSED = "passed"


@dataclass(frozen=True)
class DrillStep:
    """A step: `seconds` it took, None where it did not run to its end; `failed` requests meanwhile."""

    name: str
    outcome: str
    seconds: float | None
    failed: int
    detail: str


@dataclass(frozen=True)
class DrillReport:
    """A drill: `outcome` is passed, failed or canceled; `weights` at its end as blue/green, None where not known."""

    router: str
    scope: str
    outcome: str
    stopped_at: str | None
    why: str | None
    onward: str | None
    weights: str | None
    steps: tuple[DrillStep, ...]
    sent: int
    failed: int


def read_drill(path: Path) -> DrillReport:
    """What `bluegreen drill --json` printed into PATH. Raises Problem."""
    document = read_document(path, "drill")
    try:
        requests, weights = document["requests"], document["weights"]
        return DrillReport(
            router=str(document["router"]),
            scope=str(document["scope"]),
            outcome=str(document["outcome"]),
            stopped_at=document["stopped_at"],
            why=document["why"],
            onward=document["next"],
            weights=None if weights is None else "/".join(str(weights[color]) for color in ("blue", "green")),
            steps=tuple(_step(each) for each in document["steps"]),
            sent=int(requests["sent"]),
            failed=int(requests["failed"]),
        )
    except WRONG as error:
        raise strange(path, "drill", error) from None


def _step(each: Mapping[str, Any]) -> DrillStep:
    name = f"{each['name']} {each['color']}"
    return DrillStep(name, str(each["outcome"]), each["seconds"], int(each["failed_requests"]), str(each["detail"]))
