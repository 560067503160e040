"""A run of the engine that nothing reaches but what is passed on to it.

In the command's own process group a closed terminal would end the engine at once, in the midst of a step, and a
canceled CI job may signal the command alone, or both: the engine takes a second signal as the wish to end at once.
The Automation API knows neither.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from typing import TYPE_CHECKING

from pulumi.automation import CommandResult
from pulumi.automation.errors import create_command_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class EngineApart:
    """The program PULUMI in FOLDER, in a session of its own, with ENVIRONMENT beside what is inherited."""

    def __init__(self, pulumi: str, folder: Path, environment: Mapping[str, str]) -> None:
        """Nothing runs yet."""
        path = os.pathsep.join([os.path.dirname(pulumi), os.environ.get("PATH", "")])  # noqa: PTH120  as text
        # As the Automation API does: the language host lies beside the engine.
        self._environment = {**os.environ, **environment, "PULUMI_AUTOMATION_API": "true", "PATH": path}
        self._pulumi, self._folder = pulumi, folder
        self._process: subprocess.Popen[str] | None = None
        self._interrupted = False

    def run(self, words: list[str], hear: Callable[[str], None]) -> None:
        """Run WORDS to the end; HEAR gets each line. Raises CommandError where it fails."""
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            code, lines = self._run(words, hear, errors.fileno()), list[str]()
            if code:
                errors.seek(0)
                lines = errors.read().splitlines()
        if code:
            raise create_command_error(CommandResult(stdout="", stderr="\n".join(lines), code=code))

    def _run(self, words: list[str], hear: Callable[[str], None], errors: int) -> int:
        with subprocess.Popen(
            [self._pulumi, *words],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as self._process:
            if self._interrupted:
                self.interrupt()
            for line in self._process.stdout or ():
                hear(line.rstrip())
        code, self._process, self._interrupted = self._process.returncode, None, False
        return code

    def interrupt(self) -> None:
        """Let the engine end once its step is complete; the second time, at once. One that starts now ends, too."""
        self._interrupted = True
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
