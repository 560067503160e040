"""A run of the engine that nothing reaches but what is passed on to it.

In the command's own process group a closed terminal would end the engine at once, in the midst of a step, and a
canceled CI job may signal the command alone, or both: the engine takes a second signal as the wish to end at once.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from ops.engine_command import EngineCommand


class EngineApart:
    """COMMAND, in a session of its own."""

    def __init__(self, command: EngineCommand) -> None:
        """Nothing runs yet."""
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._interrupted = False

    def run(self, words: list[str], hear: Callable[[str], None]) -> None:
        """Run WORDS to the end; HEAR gets each line. Raises EngineError where it fails."""
        try:
            self._command.run(words, hear, begun=self._begun, apart=True)
        finally:
            self._process, self._interrupted = None, False

    def interrupt(self) -> None:
        """Let the engine end once its step is complete; the second time, at once. One that starts now ends, too."""
        self._interrupted = True
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)

    def _begun(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        if self._interrupted:
            self.interrupt()
