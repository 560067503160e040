"""One look at a set: what AWS has beside what was declared."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.intent import Intent
from ops.look import take_picture
from ops.problem import Code, Problem
from tests.unit.components.fake_aws import NAMES
from tests.unit.ops.fake_engine import stacks

if TYPE_CHECKING:
    from ops.picture import Picture
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

SWITCHED = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)


def _look(engine: FakeEngine) -> Picture:
    return take_picture(stacks(engine), tuple)


def _switch(aws: FakeAws, engine: FakeEngine, record: ActiveRecord = SWITCHED, ago: float = 60) -> None:
    """All is on green, by RECORD since AGO seconds."""
    aws.weights = {Color.BLUE: 0, Color.GREEN: 100}
    engine.router["weights"] = {"blue": 0, "green": 100}
    engine.settings["router"]["bluegreen:active_color"] = "green"
    aws.put(NAMES.active, record.to_json(), datetime.now(UTC) - timedelta(seconds=ago))


def test_each_color_is_told_as_it_is(aws: FakeAws, engine: FakeEngine) -> None:
    """Role, release, healthy of registered, capacity, weights live and declared."""
    aws.release(Color.GREEN, "1.1.0", healthy=1, others=("unhealthy (Target.Timeout)",))
    picture = _look(engine)
    blue, green = picture.colors[Color.BLUE], picture.colors[Color.GREEN]
    assert (blue.role, blue.release, blue.healthy, blue.registered, blue.live, blue.declared) == (
        "active",
        "1.0.0",
        2,
        2,
        100,
        100,
    )
    assert (green.role, green.healthy, green.registered) == ("idle", 1, 2)
    assert green.not_healthy == {"unhealthy (Target.Timeout)": 1}
    assert (green.capacity.in_service, green.capacity.minimum, green.capacity.maximum) == (2, 2, 4)
    assert picture.drift == ()


def test_nothing_is_written(aws: FakeAws, engine: FakeEngine) -> None:
    """A look only looks."""
    _switch(aws, engine)
    _look(engine)
    assert aws.writes == []


@pytest.mark.parametrize(
    ("blue", "green", "roles"),
    [(90, 10, ("active", "canary")), (0, 100, ("idle", "active")), (50, 50, ("active", "canary"))],
)
def test_roles_follow_the_live_weights(
    aws: FakeAws, engine: FakeEngine, blue: int, green: int, roles: tuple[str, str]
) -> None:
    """Not the file's; at half and half the declared color is the active one."""
    aws.weights = {Color.BLUE: blue, Color.GREEN: green}
    picture = _look(engine)
    assert tuple(picture.colors[color].role for color in Color) == roles


def test_live_weights_that_nobody_declared_are_drift(aws: FakeAws, engine: FakeEngine) -> None:
    """In plain words, live and declared."""
    aws.weights = {Color.BLUE: 50, Color.GREEN: 50}
    assert _look(engine).drift == ("traffic: 50/50 live, 100/0 declared (blue/green)",)


def test_a_file_that_was_not_applied_is_told(aws: FakeAws, engine: FakeEngine) -> None:
    """Whoever set it last may have been interrupted."""
    assert aws.weights[Color.BLUE] == 100
    engine.settings["router"]["bluegreen:active_color"] = "green"
    (told,) = _look(engine).drift
    assert "the file says blue 0, green 100" in told
    assert "pulumi up --stack router" in told


def test_the_soak_is_told_with_its_end(aws: FakeAws, engine: FakeEngine) -> None:
    """Which color must stay, until when, and why; and not any more once it is over."""
    _switch(aws, engine, ago=60)
    engine.settings["blue"]["bluegreen:soak"] = "1h"
    soak = _look(engine).soak
    assert soak is not None
    assert soak.color is Color.BLUE
    assert timedelta(minutes=58) < soak.until - datetime.now(UTC) < timedelta(minutes=60)
    assert "it is the way back" in soak.reason
    _switch(aws, engine, ago=3700)
    assert _look(engine).soak is None


def test_a_deployment_under_way_is_told(aws: FakeAws, engine: FakeEngine) -> None:
    """What it does, and whose it is."""
    intent = Intent("you@laptop", "release 1.2.0", "another", datetime.now(UTC).timestamp() + 60)
    aws.put(NAMES.intents[Color.GREEN], intent.to_json())
    assert _look(engine).colors[Color.GREEN].under_way == "release 1.2.0 by you@laptop"


def test_a_bad_release_is_marked(aws: FakeAws, engine: FakeEngine) -> None:
    """On its color, and in the list."""
    _switch(aws, engine, replace(SWITCHED, bad=("blue@1.0.0",)))
    picture = _look(engine)
    assert [picture.colors[color].bad for color in Color] == [True, False]
    assert picture.bad_releases == ("blue@1.0.0",)


def test_a_color_that_was_never_deployed_is_empty(aws: FakeAws, engine: FakeEngine) -> None:
    """No stack, no release, no targets: and yet a picture."""
    del engine.settings["green"]
    del aws.parameters[NAMES.releases[Color.GREEN]]
    aws.targets["arn:green"] = {}
    green = _look(engine).colors[Color.GREEN]
    assert (green.exists, green.release, green.registered, green.capacity.minimum) == (False, None, 0, None)


@pytest.mark.parametrize("operation", ["GetParameters", "DescribeTargetHealth", "DescribeListeners"])
def test_a_missing_permission_is_named(aws: FakeAws, engine: FakeEngine, operation: str) -> None:
    """Whichever call is refused."""
    aws.refuse(operation)
    with pytest.raises(Problem, match=f"lack the permission .*:{operation}") as caught:
        _look(engine)
    assert caught.value.code is Code.RESOURCE


def test_a_listener_that_is_gone_is_told(aws: FakeAws, engine: FakeEngine) -> None:
    """Nobody is served: the command that makes it again."""
    aws.listener_exists = False
    with pytest.raises(Problem, match=r"deleted by hand(.|\n)*pulumi up --refresh --stack router"):
        _look(engine)


def test_a_damaged_record_is_named(aws: FakeAws, engine: FakeEngine) -> None:
    """With its parameter, and how to put it back."""
    aws.put(NAMES.active, "{}")
    with pytest.raises(Problem, match="/active was changed by hand"):
        _look(engine)
