"""One service of one instance, run and restarted as systemd would."""

from __future__ import annotations

import signal
import threading
import time
from typing import TYPE_CHECKING

from local.instances import processes
from local.instances.units import Unit, UnitError, parse

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from local.instances.sandbox import Sandbox
    from local.instances.watchdog import Watchdog

START_LIMIT, START_LIMIT_SECONDS = 5, 10.0
"""systemd.unit(5): StartLimitBurst and StartLimitIntervalSec by default."""

CANNOT_EXECUTE = 203
"""systemd.exec(5), EXIT_EXEC."""


class Service:
    """A unit file that can be started and stopped; safe to use from several threads."""

    def __init__(self, path: Path, sandbox: Sandbox, watchdog: Watchdog) -> None:
        """Serve the unit at PATH, read anew at each start."""
        self.name = path.name
        self.state = "inactive"
        self._path, self._sandbox, self._watchdog = path, sandbox, watchdog
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._unit: Unit | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper: threading.Thread | None = None
        self._starts: list[float] = []

    @property
    def pid(self) -> int | None:
        """The main process, while there is one."""
        process = self._process
        return process.pid if process and process.returncode is None else None

    def start(self) -> None:
        """Start unless it runs; a program that can't be executed is a failed start, tried again as Restart= says.

        Raises UnitError for a unit that can't be read or lacks its EnvironmentFile.
        """
        with self._lock:
            if self._keeper and self._keeper.is_alive():
                return
            self._unit = parse(self._path.read_text())
            self._unit.full_environment({})
            self._stopping.clear()
            self._starts.clear()
            self.state = "activating"
            status = self._spawn(self._unit)
            self._keeper = threading.Thread(target=self._keep, args=(self._unit, status), daemon=True)
            self._keeper.start()

    def stop(self, longest: float = float("inf")) -> None:
        """KillSignal to all of it, SIGKILL after TimeoutStopSec, or LONGEST seconds if that is less; then return."""
        with self._lock:
            self._stopping.set()
            keeper, process, unit = self._keeper, self._process, self._unit
            if process and unit and process.returncode is None:
                self.state = "deactivating"
                processes.signal_group(process.pid, unit.stop_signal)
        if keeper is None or unit is None:
            return
        grace = min(unit.stop_seconds, longest)
        keeper.join(None if grace == float("inf") else grace)
        while process and keeper.is_alive():
            processes.signal_group(process.pid, signal.SIGKILL)
            keeper.join(0.1)

    def _spawn(self, unit: Unit) -> int | None:
        """None once the process runs, else its exit status."""
        self._starts.append(time.monotonic())
        journal = self._sandbox.journal
        try:
            with (
                (unit.output or journal).open("ab") as output,
                (unit.error or unit.output or journal).open("ab") as error,
            ):
                environment = unit.full_environment(self._sandbox.environment)
                self._process = processes.start(
                    unit.command, environment, self._sandbox.folder, (output, error), self._watchdog
                )
        except (OSError, UnitError) as error:
            self._process = None
            self._sandbox.write_journal(f"{self.name}: failed to start: {error}")
            return CANNOT_EXECUTE
        self.state = "active"
        return None

    def _keep(self, unit: Unit, status: int | None) -> None:
        while True:
            process = self._process
            if process and status is None:
                status = process.wait()
                self._bury(process.pid, status)
            if self._stopping.is_set() or not unit.restarts_after(status or 0):
                break
            self.state = "activating"
            if self._stopping.wait(unit.restart_seconds):
                break
            with self._lock:
                if self._stopping.is_set() or self._starts_too_often():
                    break
                status = self._spawn(unit)
        self.state = "inactive" if self._stopping.is_set() or not status else "failed"

    def _bury(self, group: int, status: int) -> None:
        # As systemd does with the rest of the control group, but at once.
        processes.signal_group(group, signal.SIGKILL)
        self._watchdog.remove(group)
        how = f"signal {-status}" if status < 0 else f"status {status}"
        self._sandbox.write_journal(f"{self.name}: main process {group} ended with {how}")

    def _starts_too_often(self) -> bool:
        since = time.monotonic() - START_LIMIT_SECONDS
        self._starts = [at for at in self._starts if at > since]
        if len(self._starts) < START_LIMIT:
            return False
        self._sandbox.write_journal(f"{self.name}: start request repeated too quickly")
        return True
