"""Whether a process that was made somewhere else still runs."""

from __future__ import annotations

import os
import subprocess


def lives(process: int) -> bool:
    """Tell whether PROCESS runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    # A zombie waits for a parent that may be slow to look, or never does (a container's first process).
    command = ["ps", "-o", "stat=", "-p", str(process)]
    state = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")
