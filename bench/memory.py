"""Peak memory of the local AWS's processes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("cloud", "balancer", "providers")


def peak_megabytes(directory: Path) -> dict[str, int]:
    """Peak resident memory in MB by part of the local AWS in DIRECTORY; on other systems than Linux, of now."""
    return {part: _peak((directory / f"{part}.pid").read_text().split()[0]) for part in PARTS}


def _peak(pid: str) -> int:
    if sys.platform == "linux":
        with open(f"/proc/{pid}/status") as status:  # noqa: PTH123  /proc is no path to join
            (line,) = [line for line in status if line.startswith("VmHWM")]
        return int(line.split()[1]) // 1024
    answer = subprocess.run(["ps", "-o", "rss=", "-p", pid], capture_output=True, text=True, check=True)
    return int(answer.stdout) // 1024
