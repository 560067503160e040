"""The trend file: a line of JSON for each drill, appended and never changed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ops.drills.document import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "drills.jsonl"
"""In the project's folder, for the repository or for CI to keep."""


@dataclass(frozen=True)
class Row:
    """One drill: durations in seconds, None where it did not come so far."""

    when: datetime
    outcome: str
    destroy: float | None
    rebuild: float | None
    switch: float | None
    failed: int


def append(path: Path, document: Mapping[str, Any]) -> None:
    """Add DOCUMENT as one line at the end of PATH; what stands there stays, whole or not. Raises OSError."""
    with path.open("ab+") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
        # A line that was cut off must not take the next one with it.
        begins = b"\n" if file.read(1) not in {b"", b"\n"} else b""
        file.write(begins + json.dumps(document, ensure_ascii=False).encode() + b"\n")


def read(path: Path, router: str) -> tuple[list[Row], list[int]]:
    """The drills of the set of ROUTER in PATH, in their order, and the numbers of lines that are none.

    Raises OSError.
    """
    rows: list[Row] = []
    damaged: list[int] = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            found: Any = json.loads(line)
            row = _row(found)
        except (ValueError, KeyError, TypeError):
            damaged.append(number)
            continue
        if found["router"] == router:
            rows.append(row)
    return rows, damaged


def _row(found: Any) -> Row:  # noqa: ANN401  any JSON
    """What FOUND says; raises ValueError, KeyError or TypeError where it is no report."""
    if found["version"] != VERSION:
        raise ValueError(found["version"])
    took, _ = found["seconds"], found["router"]
    destroy, rebuild, switch = (None if took[name] is None else float(took[name]) for name in TIMED)
    failed = int(found["requests"]["failed"])
    return Row(datetime.fromisoformat(found["when"]), str(found["outcome"]), destroy, rebuild, switch, failed)


TIMED = ("destroy", "rebuild", "switch")
