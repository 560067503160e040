"""A Python for the engine's language host that starts at once: Pulumi's packages are loaded already.

An engine run spends more than half of its time on starting Python and importing packages. Tests that run the engine
hundreds of times let it run in `WarmPython.environment`. The program itself is loaded anew in each run, in a process
of its own, by the language host's own script; only the packages it imports are there before it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

HERE = Path(__file__).parent

START_SECONDS = 60

SHIM = """#!/bin/sh
exec "{python}" -S -E "{client}" "{python}" "{directory}" "$@"
"""


class WarmPython:
    """Serves as long as its `with` block lasts; `directory` holds the commands `python` and `python3`."""

    def __init__(self) -> None:
        """Write the commands."""
        # A socket's path may not be long, as a test's own folder is.
        self._temporary = tempfile.TemporaryDirectory(prefix="warm-")
        self.directory = Path(self._temporary.name)
        shim = SHIM.format(python=sys.executable, client=HERE / "client.py", directory=self.directory)
        for name in ("python", "python3"):
            (self.directory / name).write_text(shim)
            (self.directory / name).chmod(0o755)

    def environment(self, known: Mapping[str, str]) -> dict[str, str]:
        """The environment KNOWN, where `python3` is this one."""
        return {**known, "PATH": f"{self.directory}{os.pathsep}{known['PATH']}"}

    def __enter__(self) -> Self:
        """Start, and return once it serves; raises TimeoutError when it does not come up."""
        self._server = subprocess.Popen([sys.executable, str(HERE / "server.py"), str(self.directory / "socket")])
        deadline = time.monotonic() + START_SECONDS
        while not (self.directory / "socket").exists():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise TimeoutError("the warm Python did not come up")
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; runs that are under way go on."""
        self._server.terminate()
        self._server.wait()
        self._temporary.cleanup()
