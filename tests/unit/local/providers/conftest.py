"""A provider on an AWS inside this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

import pytest
from moto import mock_aws
from moto.ec2.models.launch_templates import LaunchTemplateVersion
from moto.ec2.utils import parse_user_data

from local.providers import call
from tests.unit.local.providers.engine import Engine
from tests.unit.local.providers.fixtures import Calls, World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Attach an engine to a provider on an empty AWS; the stack's default tag is `project`."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(call, "_POLL_SECONDS", 0.01)
    # The cloud's tests may have run before in this process; loading Amazon's own policies takes longer than a test.
    monkeypatch.setenv("MOTO_IAM_LOAD_MANAGED_POLICIES", "false")
    # moto parses the user data of a template's first version only (see local/cloud).
    monkeypatch.setattr(LaunchTemplateVersion, "user_data", property(_user_data))
    with mock_aws():
        yield Engine().configure(region="us-east-1", defaultTags='{"tags": {"project": "bluegreen"}}')


@pytest.fixture
def aws(engine: Engine) -> Any:
    """Hand out boto3 clients of the same AWS: someone behind the program's back."""
    del engine
    made = call.Call("us-east-1")
    return cast("Any", made.client)


@pytest.fixture
def world(engine: Engine) -> World:
    """Make things on demand."""
    return World(engine)


@pytest.fixture
def calls(aws: Any) -> Iterator[Calls]:
    """Note what AWS is told."""
    with Calls().listening(aws) as listening:
        yield listening


def _user_data(version: Any) -> Any:
    data = version.data.get("UserData")
    return parse_user_data(data) if isinstance(data, str) else data
