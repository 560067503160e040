"""The early check: a change that would hurt is refused at the program's start, in preview and in update."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

import pulumi
import pytest

from components.color import Color
from components.environment_stack import deploy_environment
from components.records.active_record import ActiveRecord
from components.records.release_record import ReleaseRecord
from components.settings import EnvironmentSettings, load
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS
from tests.unit.components.scenes import LOG, Said, engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.unit.components.fake_aws import FakeAws

IMAGE = "ami-0123456789abcdef0"
OUTPUTS: dict[str, dict[str, Any]] = {
    "router": {
        "vpc_id": "vpc-1",
        "private_subnet_ids": ["subnet-1"],
        "target_group_arns": {color.value: arn for color, arn in TARGET_GROUPS.items()},
        "load_balancer_security_group_id": "sg-1",
        "switch_log": LOG.group,
        "drain_seconds": 30,
    },
    "blue": {"color": "blue", "release_parameter": NAMES.releases[Color.BLUE]},
    "green": {"color": "green", "release_parameter": NAMES.releases[Color.GREEN]},
}


@pytest.fixture(autouse=True)
def registered(aws: FakeAws) -> Iterator[mock.Mock]:
    """What would be registered, once the check let it pass; each color's record is of what the settings declare."""

    def outputs(_function: str, args: dict[str, str]) -> object:
        return SimpleNamespace(value={"outputs": OUTPUTS[args["name"]]})

    with (
        mock.patch("pulumi.runtime.invoke", side_effect=outputs),
        mock.patch("components.stack_outputs.full_name", side_effect=lambda stack: stack),
        mock.patch("components.environment_stack.strays"),
        mock.patch("components.environment_stack.Environment") as environment,
    ):
        _release(aws, environment, Color.BLUE, "1.0.0")
        _release(aws, environment, Color.GREEN, "1.1.0")
        aws.calls.clear()
        environment.reset_mock()
        yield environment


def _settings(color: str, **texts: str) -> EnvironmentSettings:
    release = {"blue": "1.0.0", "green": "1.1.0"}[color]
    given = {"service": "shop", "color": color, "release": release, "image": IMAGE, **texts}
    settings = load(color, {f"bluegreen:{key}": text for key, text in given.items()})
    assert isinstance(settings, EnvironmentSettings)
    return settings


def _deploy(color: str, texts: Mapping[str, str] | None = None, *, preview: bool = False) -> Said:
    settings = _settings(color, **(texts or {}))

    async def program() -> None:
        deploy_environment(settings, color)

    with engine(preview=preview) as said:
        asyncio.run(program())
    return said


def _release(aws: FakeAws, environment: mock.Mock, color: Color, release: str) -> None:
    """Put COLOR's fleet of RELEASE on record, made from exactly what its settings declare."""
    made = aws.release(color, release)
    del aws.parameters[NAMES.releases[color]]
    _deploy(color.value)
    digests = environment.call_args.args[1]["digests"]
    record = ReleaseRecord(release, IMAGE, made.fleet, made.target_group, digests=digests)
    aws.put(NAMES.releases[color], record.to_json())


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"release": "2.0.0"}, "by release 2.0.0"),
        ({"parked": "true"}, "park it"),
        ({"capacity": '{"min": 0, "max": 1}'}, "shrink it from 2 in service to 1"),
        ({"service": "store"}, "rename service shop to store"),
    ],
)
def test_harm_to_the_live_color_is_refused_before_anything_is_registered(
    aws: FakeAws,
    registered: mock.Mock,
    change: dict[str, str],
    said: str,
    preview: bool,  # noqa: FBT001
) -> None:
    """The review sees what the update would: only the update is logged."""
    with pytest.raises(pulumi.RunError, match=said):
        _deploy("blue", change, preview=preview)
    registered.assert_not_called()
    assert aws.writes == ([] if preview else ["PutLogEvents"])


@pytest.mark.parametrize("preview", [True, False])
def test_a_harm_that_is_refused_is_told_in_an_update(aws: FakeAws, preview: bool) -> None:  # noqa: FBT001
    """By the color's own stack, whatever became of the log; a preview refused nothing that was tried."""
    topic = "arn:aws:sns:us-east-1:123456789012:switches"
    with pytest.raises(pulumi.RunError):
        _deploy("blue", {"parked": "true", "notify": topic}, preview=preview)
    told = [request["Subject"] for request in aws.published]
    assert [subject.partition(", by ")[0] for subject in told] == (
        [] if preview else ["shop blue: refused change of blue"]
    )


LARGER = {"capacity": '{"min": 2, "max": 9}'}


@pytest.mark.parametrize(
    ("color", "change"),
    [("blue", {}), ("blue", LARGER), ("green", {"release": "2.0.0"}), ("green", {"parked": "true"})],
)
def test_what_hurts_nobody_is_registered(registered: mock.Mock, color: str, change: dict[str, str]) -> None:
    """The live color as it is or larger, the idle color as one likes."""
    _deploy(color, change)
    registered.assert_called_once()


def test_the_way_back_is_protected_too(aws: FakeAws, registered: mock.Mock) -> None:
    """For the soak that the settings name; 0 turns it off, once its clients are drained."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    record = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
    aws.put(NAMES.active, record.to_json(), datetime.now(UTC).replace(year=2025))
    _deploy("blue", {"release": "2.0.0", "soak": "0"})
    registered.assert_called_once()
    aws.put(NAMES.active, record.to_json())
    with pytest.raises(pulumi.RunError, match="way back"):
        _deploy("blue", {"release": "2.0.0"})


def test_without_permission_a_preview_warns_and_an_update_refuses(aws: FakeAws, registered: mock.Mock) -> None:
    """Not being told is not idle; but a review must be possible."""
    aws.refuse("DescribeListeners")
    said = _deploy("blue", preview=True)
    assert any("elasticloadbalancing:DescribeListeners" in warning for warning in said.warn)
    registered.assert_called_once()
    with pytest.raises(pulumi.RunError, match="elasticloadbalancing:DescribeListeners"):
        _deploy("blue")
    registered.assert_called_once()


def test_the_override_is_warned_of_in_preview_and_in_update(registered: mock.Mock) -> None:
    """It lets exactly what it names pass, and is not forgotten."""
    for preview in (True, False):
        said = _deploy("blue", {"release": "2.0.0", "allow_live_change": "blue@1.0.0"}, preview=preview)
        assert any("pulumi config rm allow_live_change --stack blue" in warning for warning in said.warn)
    assert registered.call_count == 2
    with pytest.raises(pulumi.RunError):
        _deploy("blue", {"release": "2.0.0", "allow_live_change": "blue@0.9.0"})


def test_launch_settings_of_the_live_color_wait(aws: FakeAws, registered: mock.Mock) -> None:
    """Changed without a new release they are named and not applied, so nothing is dirty."""
    running = SimpleNamespace(instance_type="t3.micro", user_data="b2xk")
    with mock.patch("components.environment_stack.read_running", return_value=running):
        said = _deploy("blue", {"instance_type": "t3.large"})
    assert any("waits for blue's next release: instance_type" in told for told in said.info)
    assert registered.call_args.args[1]["instance_type"] == "t3.micro"
    assert aws.writes == []
