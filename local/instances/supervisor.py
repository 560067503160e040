"""Runs the instances of a local AWS, each by its own decoded user data, never by this project's files."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from local.instances.endpoint import Endpoint
from local.instances.instance import Instance, Launch
from local.instances.metadata import Metadata
from local.instances.ports import Ports
from local.instances.remap import Remap
from local.instances.sandbox import Sandbox, forget_plain_path, plain_path
from local.instances.watchdog import Watchdog

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

CLOSE_SECONDS = 5.0
"""What `close` leaves a service to stop, which is less than its unit may ask for: nobody waits for an answer then."""


class Supervisor:
    """All instances of one local AWS; safe to use from several threads.

    When its process dies, however it dies, so do the instances.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        """Keep sandboxes in DIRECTORY/instances.

        Instances get the AWS_ settings of ENVIRONMENT (AWS_ENDPOINT_URL, AWS_REGION), but no keys: those they
        have from their role.
        """
        self._folder = plain_path(directory / "instances")
        self._environment = dict(environment)
        self._region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or "us-east-1"
        self._ports = Ports()
        self._watchdog = Watchdog()
        self._endpoint = Endpoint()
        self._instances: dict[str, Instance] = {}
        self._lock = threading.Lock()
        self._closed = False

    def launch(self, instance_id: str, *, user_data: str, ports: Sequence[int], role: str | None, image: str) -> None:
        """Boot USER_DATA (decoded) in a sandbox, in the background, each of PORTS on a free local one.

        ROLE is what the instance's profile names: without one, it gets no keys. Raises ValueError for an id that
        was launched before and after `close`, OSError when no port or disk is left.
        """
        with self._lock:
            if self._closed or instance_id in self._instances:
                raise ValueError(f"{instance_id}: {'the supervisor is closed' if self._closed else 'launched before'}")
            mapped = {port: self._ports.take(avoid=ports) for port in ports}
            launch = Launch(instance_id, user_data, mapped, image, role)
            instance = self._instances[instance_id] = self._instance(launch)
            url = self._connect(instance)
        instance.boot(Remap(str(instance.sandbox.folder), mapped, url).apply(user_data))

    def terminate(self, instance_id: str) -> None:
        """Stop the instance's services, in the background; all its processes are gone in the end.

        Services get SIGTERM now and SIGKILL after their TimeoutStopSec. An unknown id is ignored.
        """
        if instance := self._instances.get(instance_id):
            instance.terminate()

    def address(self, instance_id: str, port: int) -> tuple[str, int] | None:
        """Where PORT of the instance is on this machine; None for an unknown port or an instance that has ended."""
        instance = self._instances.get(instance_id)
        if instance is None or instance.has_ended or port not in instance.launch.ports:
            return None
        return "127.0.0.1", instance.launch.ports[port]

    def describe(self) -> list[dict[str, Any]]:
        """Each instance ever launched, oldest first.

        Keys: id, state (booting, running, stopping, stopped, failed), image, role, folder, ports (local port by port),
        launched (Unix time), processes (main process ids), error (None, or why the boot failed and the console's tail).
        """
        with self._lock:
            instances = list(self._instances.values())
        return [instance.describe() for instance in instances]

    def close(self) -> None:
        """End all instances, each within CLOSE_SECONDS, and wait for that."""
        with self._lock:
            self._closed = True
            instances = list(self._instances.values())
        for instance in instances:
            instance.terminate(CLOSE_SECONDS)
        deadline = time.monotonic() + CLOSE_SECONDS + 1
        for instance in instances:
            if not instance.wait(max(0.0, deadline - time.monotonic())):
                instance.kill()
        self._watchdog.close()
        self._endpoint.close()
        forget_plain_path(self._folder)

    def _instance(self, launch: Launch) -> Instance:
        def give_back() -> None:
            for port in launch.ports.values():
                self._ports.give_back(port)

        return Instance(launch, Sandbox(self._folder / launch.instance_id), self._watchdog, give_back)

    def _connect(self, instance: Instance) -> str:
        """Let INSTANCE reach its metadata, at the URL returned, and its services."""
        launch = instance.launch
        facts = Metadata(launch.instance_id, launch.image, self._region, launch.role, launch.user_data)
        url = self._endpoint.add(facts)
        instance.sandbox.prepare(self._environment, url)
        instance.sandbox.install_systemctl(self._endpoint.add_manager(instance.manager))
        return url
