"""A local AWS in a thread, with an instance supervisor and a balancer that only pretend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from moto.core.base_backend import BackendDict

from local.cloud.cloud import Cloud
from local.cloud.delays import Delays
from local.cloud.server import CloudServer
from tests.unit.local.cloud.fakes import Clock, FakeBalancer, FakeSupervisor
from tests.unit.local.cloud.measured import Meter
from tests.unit.local.cloud.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"


@pytest.fixture
def supervisor() -> FakeSupervisor:
    """Record what is launched and terminated."""
    return FakeSupervisor()


@pytest.fixture
def clock() -> Clock:
    """Stand still until told."""
    return Clock()


@pytest.fixture
def cloud(supervisor: FakeSupervisor, clock: Clock) -> Cloud:
    """Hold the state beside moto's; instances register 1 second after launch."""
    return Cloud(Delays(listener_delay=0.5, registration_delay=1.0), supervisor, clock)


@pytest.fixture
def managed_policies() -> str:
    """Amazon's own policies take longer to load than a test; one that needs them overrides this."""
    return "false"


@pytest.fixture
def endpoint(cloud: Cloud, managed_policies: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve an empty local AWS; give its URL."""
    monkeypatch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", managed_policies)
    BackendDict.reset()
    with CloudServer(cloud, port=0, region=REGION) as server:
        yield server.endpoint


@pytest.fixture
def balancer(endpoint: str) -> FakeBalancer:
    """Report what the test says."""
    return FakeBalancer(endpoint)


@pytest.fixture
def stack(endpoint: str) -> Stack:
    """Use boto3's clients, and make what many tests begin with."""
    return Stack(endpoint, REGION)


@pytest.fixture
def meter(balancer: FakeBalancer, endpoint: str) -> Meter:
    """Measure and report as a balancer does."""
    return Meter(balancer, endpoint)
