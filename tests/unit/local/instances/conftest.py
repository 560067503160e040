"""A supervisor in a temporary folder, and the user data that this project renders for its instances."""

from __future__ import annotations

import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from components.user_data import environment_lines, read_template, render, secret_lines
from local.instances import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

APP = Path(__file__).parents[4] / "app"
REGION = "us-east-1"


def rendered(
    color: str = "blue", environment: Mapping[str, str] | None = None, secrets: Mapping[str, str] | None = None
) -> str:
    """Render app/user_data.sh as a deployment does."""
    values = {
        "service": "shop",
        "color": color,
        "release": "1.0.0",
        "app_port": "8080",
        "app_env": environment_lines(environment or {}),
        "app_secrets": secret_lines(secrets or {}),
        "app": (APP / "app.py").read_text(),
        "log_group": "/shop/blue",
        "region": REGION,
    }
    return render(read_template(APP / "user_data.sh"), values)


def until(condition: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait for CONDITION to become true and return what it gave."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return value


class Machine:
    """A supervisor under test, with what tests ask of it."""

    def __init__(self, directory: Path, environment: Mapping[str, str] | None = None) -> None:
        """Start with nothing running."""
        self.supervisor = Supervisor(directory, {"AWS_REGION": REGION, **(environment or {})})

    def launch(self, instance_id: str, user_data: str, role: str | None = "app") -> None:
        """Launch an instance that listens on 8080."""
        self.supervisor.launch(instance_id, user_data=user_data, ports=[8080], role=role, image="ami-1")

    def facts(self, instance_id: str) -> dict[str, Any]:
        """Describe one instance."""
        return next(facts for facts in self.supervisor.describe() if facts["id"] == instance_id)

    def file(self, instance_id: str, name: str) -> Path:
        """Return a file in the instance's sandbox."""
        return Path(self.facts(instance_id)["folder"], name)

    def wait_for(self, instance_id: str, *states: str) -> dict[str, Any]:
        """Wait until the instance is in one of STATES."""
        until(lambda: self.facts(instance_id)["state"] in states)
        return self.facts(instance_id)

    def ask(self, instance_id: str, path: str = "/") -> str | None:
        """Return the body of an answer; None while nobody listens."""
        address = self.supervisor.address(instance_id, 8080)
        assert address
        try:
            with urllib.request.urlopen(f"http://{address[0]}:{address[1]}{path}", timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            return None


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    """Make machines whose instances end with the test."""
    made: list[Machine] = []

    def make(environment: Mapping[str, str] | None = None, directory: Path = tmp_path) -> Machine:
        made.append(Machine(directory, environment))
        return made[-1]

    yield make
    for machine in made:
        machine.supervisor.close()


@pytest.fixture
def machine(machines: Callable[..., Machine]) -> Machine:
    """Make one machine."""
    return machines()
