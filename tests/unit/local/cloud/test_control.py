"""The control API's own answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import pytest

from tests.unit.local.cloud.fakes import ask, tell

if TYPE_CHECKING:
    from local.cloud.cloud import Cloud
    from tests.unit.local.cloud.fakes import Clock, FakeBalancer
    from tests.unit.local.cloud.stack import Stack

AMI = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"


def test_the_balancer_is_present_while_it_reports(endpoint: str, balancer: FakeBalancer, clock: Clock) -> None:
    """Readiness of the data plane can be waited for, and its end seen."""
    assert not ask(endpoint, "status")["balancer"]["present"]
    balancer.exchange()
    assert ask(endpoint, "status")["balancer"]["present"]
    clock.pass_seconds(6)
    assert not ask(endpoint, "status")["balancer"]["present"]


def test_a_published_image_is_what_the_parameter_names(stack: Stack, endpoint: str) -> None:
    """Amazon's public parameter exists, and a test can play Amazon."""
    before = stack.ssm.get_parameter(Name=AMI)["Parameter"]
    assert before.get("Value", "").startswith("ami-")
    tell(endpoint, "image", {"parameter": AMI, "image": "ami-0123456789abcdef0"})
    after = stack.ssm.get_parameter(Name=AMI)["Parameter"]
    assert after.get("Value") == "ami-0123456789abcdef0"
    assert after.get("Version") == before.get("Version", 0) + 1


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("settings", {"listener_delay": -1}),
        ("settings", {"listener_delay": "soon"}),
        ("settings", {"nobody": 1}),
        ("settings", []),
        ("image", {"parameter": "/mine", "image": "ami-1"}),
        ("image", {"parameter": AMI, "image": "latest"}),
    ],
)
def test_nonsense_is_refused_with_a_reason(endpoint: str, cloud: Cloud, path: str, body: object) -> None:
    """Nothing changes, and the answer says what was wrong."""
    before = cloud.delays.describe()
    with pytest.raises(HTTPError) as refused:
        tell(endpoint, path, body)
    with refused.value as answer:
        assert answer.code == 400
        assert json.load(answer)["error"]
    assert cloud.delays.describe() == before


def test_an_unknown_path_is_not_found(endpoint: str) -> None:
    """It does not reach moto, which would answer something."""
    with pytest.raises(HTTPError) as refused:
        ask(endpoint, "nobody")
    with refused.value as answer:
        assert answer.code == 404


def test_traffic_is_what_the_balancer_counted(endpoint: str, balancer: FakeBalancer) -> None:
    """Counts pass through as they came."""
    assert ask(endpoint, "traffic")["no_target"] == 0
    balancer.exchange()
    assert ask(endpoint, "traffic") == {"requests": {}}
