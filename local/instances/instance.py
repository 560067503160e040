"""One instance: boots its user data, runs its services, ends with all its processes."""

from __future__ import annotations

import signal
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.instances import processes
from local.instances.manager import Manager
from local.instances.sandbox import MARKER

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping

    from local.instances.sandbox import Sandbox
    from local.instances.watchdog import Watchdog


@dataclass(frozen=True)
class Launch:
    """How an instance was launched; PORTS maps its ports to local ones."""

    instance_id: str
    user_data: str
    ports: Mapping[int, int]
    image: str
    role: str | None


class Instance:
    """States: booting, running, stopping, stopped, failed (its user data did not end well; what it started stays)."""

    def __init__(self, launch: Launch, sandbox: Sandbox, watchdog: Watchdog, when_ended: Callable[[], None]) -> None:
        """Prepare; nothing runs before `boot`. WHEN_ENDED is called when no process is left."""
        self.launch, self.sandbox = launch, sandbox
        self.manager = Manager(sandbox.folder / "etc/systemd/system", sandbox, watchdog)
        self.launched = time.time()
        self._watchdog, self._when_ended = watchdog, when_ended
        self._state, self._error = "booting", ""
        self._script: subprocess.Popen[bytes] | None = None
        self._group: int | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def boot(self, user_data: str) -> None:
        """Run USER_DATA, already remapped, in the background."""
        threading.Thread(target=self._boot, args=(user_data,), daemon=True).start()

    def terminate(self, longest: float = float("inf")) -> None:
        """Stop all that runs, in the background: SIGTERM now, SIGKILL after the unit's own time or LONGEST seconds."""
        with self._lock:
            if self._state in {"stopping", "stopped"}:
                return
            self._state = "stopping"
        threading.Thread(target=self._end, args=(longest,), daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within SECONDS."""
        return self._ended.wait(seconds)

    @property
    def has_ended(self) -> bool:
        """Whether no process of it is left."""
        return self._ended.is_set()

    def describe(self) -> dict[str, Any]:
        """Return what the supervisor tells about it."""
        return {
            "id": self.launch.instance_id,
            "state": self._state,
            "image": self.launch.image,
            "role": self.launch.role,
            "folder": str(self.sandbox.folder),
            "ports": {str(port): local for port, local in self.launch.ports.items()},
            "launched": self.launched,
            "processes": self.manager.pids(),
            "error": self._error or None,
        }

    def kill(self) -> None:
        """SIGKILL to whatever is left."""
        if self._group:
            processes.signal_group(self._group, signal.SIGKILL)
        processes.kill_strays(f"{MARKER}={self.sandbox.folder}")

    def _boot(self, user_data: str) -> None:
        error = self._run(user_data) if user_data.strip() else ""
        with self._lock:
            if self._state == "booting":
                self._state = "failed" if error else "running"
                self._error = error

    def _run(self, user_data: str) -> str:
        """Empty when the script ended well, else why not."""
        if not user_data.startswith("#!"):
            return "the user data does not begin with #!, so it is not run (EC2 user guide, user data)"
        path = self.sandbox.install_user_data(user_data)
        with self._lock, self.sandbox.console.open("ab") as console:
            if self._state != "booting":
                return ""
            try:
                self._script = processes.start(
                    [str(path)], self.sandbox.environment, self.sandbox.folder, (console, console), self._watchdog
                )
            except OSError as error:
                return f"the user data can't be run: {error}"
            self._group = self._script.pid
        status = self._script.wait()
        self._forget_empty_group()
        if status == 0:
            return ""
        return f"the user data ended with status {status}; {self.sandbox.console}:\n{self.sandbox.console_tail()}"

    def _end(self, longest: float) -> None:
        if self._group:
            processes.signal_group(self._group, signal.SIGTERM)
        self.manager.close(longest)
        self.kill()
        if self._script:
            self._script.wait()
        self._forget_empty_group()
        with self._lock:
            self._state = "stopped"
        self._when_ended()
        self._ended.set()

    def _forget_empty_group(self) -> None:
        # The system may give the number of an empty group to somebody else.
        if self._group and not processes.signal_group(self._group, 0):
            self._watchdog.remove(self._group)
            self._group = None
