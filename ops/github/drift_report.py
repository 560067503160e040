"""What `bluegreen drift --json` printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.github.reports import WRONG, read_document, strange

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class DriftReport:
    """What differs, in words, by stack; the router's stack is the first."""

    differences: Mapping[str, tuple[str, ...]]

    @property
    def router(self) -> str:
        """The router's stack."""
        return next(iter(self.differences))

    @property
    def drifted(self) -> list[str]:
        """The stacks in which something differs."""
        return [stack for stack, words in self.differences.items() if words]


def read_drift(path: Path) -> DriftReport:
    """What `bluegreen drift --json` printed into PATH. Raises Problem."""
    document = read_document(path, "drift")
    try:
        stacks: dict[str, Any] = document["stacks"]
        found = {stack: tuple(str(each["words"]) for each in drifts) for stack, drifts in stacks.items()}
        if not found or bool(document["drift"]) is not any(found.values()):
            raise ValueError("it contradicts itself")
    except WRONG as error:
        raise strange(path, "drift", error) from None
    return DriftReport(found)
