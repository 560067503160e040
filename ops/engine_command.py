"""The `pulumi` command: one run of it, each line as it comes, and what it said where it failed.

The Automation API runs it likewise, but takes a fifth of a second to load, and nobody who looks at night has that.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


class EngineError(Exception):
    """A run that ended with the exit code `code`; `said` is what it told a person, on stderr."""

    def __init__(self, code: int, said: str) -> None:
        """The message holds both."""
        super().__init__(f"exit code: {code}\n{said}")
        self.code, self.said = code, said


@dataclass(frozen=True)
class EngineCommand:
    """The program PULUMI in FOLDER, with ENVIRONMENT beside what is inherited."""

    pulumi: str
    folder: Path
    environment: Mapping[str, str]

    def run(
        self,
        words: list[str],
        hear: Callable[[str], None],
        *,
        begun: Callable[[subprocess.Popen[str]], object] = lambda _: None,
        apart: bool = False,
    ) -> None:
        """Run WORDS to the end; HEAR gets each line, BEGUN the process once it runs.

        APART it is in a session of its own. Raises EngineError where it fails.
        """
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            with subprocess.Popen(
                [self.pulumi, *words],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                errors="replace",
                start_new_session=apart,
            ) as process:
                begun(process)
                for line in process.stdout or ():
                    hear(line.rstrip())
            if process.returncode:
                errors.seek(0)
                raise EngineError(process.returncode, errors.read().strip())

    def _environment(self) -> dict[str, str]:
        # As the Automation API does: the language host lies beside the engine.
        path = os.pathsep.join([os.path.dirname(self.pulumi), os.environ.get("PATH", "")])  # noqa: PTH120  as text
        return {**os.environ, "PULUMI_AUTOMATION_API": "true", "PATH": path, **self.environment}
