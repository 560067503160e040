"""The end of each update of the router: live is as declared, or the update fails."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from botocore.exceptions import ClientError

from components.color import Color, weights
from components.settings.switching import Overrides
from components.traffic import MissingListenerError
from tests.unit.components.harness import deploy
from tests.unit.components.programs import router
from tests.unit.components.scenes import engine

BLUE, GREEN = weights(Color.BLUE), weights(Color.GREEN)
DENIED = ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "DescribeListeners")


def test_live_as_declared_is_the_end() -> None:
    """Nothing is said where nothing is wrong."""
    with engine() as said:
        deploy(router(), "router", live=BLUE)
    assert said.warn == []


@pytest.mark.parametrize("live", [GREEN, dict.fromkeys(Color, 50), dict.fromkeys(Color, 0)])
def test_an_update_does_not_end_well_where_live_is_not_as_declared(live: dict[Color, int]) -> None:
    """Also where it changed nothing: a killed switch and the switch back must not end in `unchanged`."""
    with pytest.raises(pulumi.RunError, match=r"pulumi up --refresh --stack router") as raised, engine():
        deploy(router(), "router", live=live)
    assert f"live is blue {live[Color.BLUE]}, green {live[Color.GREEN]}" in str(raised.value)
    assert "declared is blue 100, green 0" in str(raised.value)


def test_a_preview_is_only_warned() -> None:
    """It works whatever is live."""
    with engine(preview=True) as said:
        deploy(router(), "router", live=GREEN)
    assert any("live is blue 0, green 100" in warning for warning in said.warn)


@pytest.mark.parametrize("setting", ["allow_unready", "skip_smoke", "allow_repair"])
@pytest.mark.parametrize("preview", [True, False])
def test_an_override_that_is_set_is_told_each_time(setting: str, preview: bool) -> None:  # noqa: FBT001
    """With the command that takes it back; what is not set is not mentioned."""
    with engine(preview=preview) as said:
        deploy(router(overrides={setting: "50/50"}), "router")
    (warning,) = said.warn
    assert f"pulumi config rm {setting} --stack router" in warning
    assert "50/50" in warning


def test_every_override_is_told() -> None:
    """The three that a router knows."""
    given: dict[str, Any] = {"allow_unready": "green@1", "skip_smoke": "green@1", "allow_repair": "1/1"}
    assert set(Overrides.__dataclass_fields__) == set(given)
    with engine() as said:
        deploy(router(overrides=given), "router")
    assert len(said.warn) == len(given)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (DENIED, "the credentials lack the permission elasticloadbalancing:DescribeListeners"),
        (MissingListenerError("arn"), "the listener was deleted outside of this program: nobody is served"),
    ],
)
def test_live_that_cannot_be_read_is_no_good_end(failure: Exception, said: str) -> None:
    """Nobody knows whether clients are served as declared; a preview says so and goes on."""
    with pytest.raises(pulumi.RunError, match=said), engine():
        deploy(router(), "router", live=failure)
    with engine(preview=True) as told:
        deploy(router(), "router", live=failure)
    assert any(said in warning for warning in told.warn)
