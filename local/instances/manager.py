"""What `systemctl` reaches inside an instance: its services by name."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from local.instances.service import Service
from local.instances.units import UnitError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from local.instances.sandbox import Sandbox
    from local.instances.watchdog import Watchdog

NOT_ACTIVE, NOT_FOUND = 3, 5
"""Exit statuses, systemctl(1)."""


class Manager:
    """The services of one instance; safe to use from several threads."""

    def __init__(self, units: Path, sandbox: Sandbox, watchdog: Watchdog) -> None:
        """Manage the unit files that the user data wrote into the folder UNITS."""
        self._units, self._sandbox, self._watchdog = units, sandbox, watchdog
        self._services: dict[str, Service] = {}
        self._lock = threading.Lock()
        self._closed = False

    def run(self, arguments: Sequence[str]) -> tuple[int, str]:
        """Return the exit status and the output of `systemctl ARGUMENTS`."""
        options = [word for word in arguments if word.startswith("-")]
        verb, *names = [word for word in arguments if not word.startswith("-")] or [""]
        if verb == "daemon-reload":
            return 0, ""
        if verb not in {"enable", "disable", "start", "stop", "restart", "is-active", "status"}:
            return 1, f"Unknown command verb '{verb}' (this sandbox knows a few of systemd's).\n"
        if not names:
            return 1, f"systemctl {verb}: name a unit\n"
        results = [self._act(verb, name, now="--now" in options) for name in names]
        return max(status for status, _ in results), "".join(text for _, text in results)

    def pids(self) -> list[int]:
        """List the main processes that run now."""
        return [pid for service in self._all() if (pid := service.pid)]

    def close(self, longest: float = float("inf")) -> None:
        """Stop all services at once, none after LONGEST seconds, and start none any more."""
        with self._lock:
            self._closed = True
        services = self._all()
        if services:
            with ThreadPoolExecutor(len(services)) as pool:
                for service in services:
                    pool.submit(service.stop, longest)

    def _all(self) -> list[Service]:
        with self._lock:
            return list(self._services.values())

    def _act(self, verb: str, name: str, *, now: bool) -> tuple[int, str]:
        service = self._service(name if "." in name else f"{name}.service")
        if service is None:
            return NOT_FOUND, f"Unit {name} could not be found in {self._units}.\n"
        if verb in {"is-active", "status"}:
            text = service.state if verb == "is-active" else f"{service.name}: {service.state}, main PID {service.pid}"
            return (0 if service.state == "active" else NOT_ACTIVE), f"{text}\n"
        if verb in {"stop", "restart"} or (verb == "disable" and now):
            service.stop()
        if verb in {"start", "restart"} or (verb == "enable" and now):
            return self._start(service)
        return 0, ""

    def _start(self, service: Service) -> tuple[int, str]:
        try:
            with self._lock:
                if self._closed:
                    return 1, "The instance is shutting down.\n"
                service.start()
        except (UnitError, OSError) as error:
            self._sandbox.write_journal(f"{service.name}: {error}")
            return 1, f"Job for {service.name} failed: {error}\n"
        return 0, ""

    def _service(self, name: str) -> Service | None:
        path = self._units / name
        with self._lock:
            if name not in self._services and path.parent == self._units and path.is_file():
                self._services[name] = Service(path, self._sandbox, self._watchdog)
            return self._services.get(name)
