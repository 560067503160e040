"""A set of stacks, put together from what is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from components import cloud
from components.color import Color
from ops.problem import Code, Problem
from ops.project import Named
from tests.unit.ops.fake_engine import stacks

if TYPE_CHECKING:
    from tests.unit.ops.fake_engine import FakeEngine


def test_the_colors_names_come_from_the_router(engine: FakeEngine) -> None:
    """From its own name, or from its setting where that names them."""
    assert stacks(engine).names == {Color.BLUE: "blue", Color.GREEN: "green"}
    engine.settings["router"]["bluegreen:environments"] = {"blue": "b", "green": "g"}
    engine.settings |= {"b": engine.settings["blue"], "g": engine.settings["green"]}
    for name in ("b", "g"):
        engine.settings[name]["bluegreen:router"] = "router"
    assert stacks(engine).names == {Color.BLUE: "b", Color.GREEN: "g"}


def test_a_color_without_a_stack_is_known_as_such(engine: FakeEngine) -> None:
    """A set whose idle color was removed for good can still be looked at, but not compared."""
    del engine.settings["green"]
    found = stacks(engine)
    assert set(found.environments) == {Color.BLUE}
    with pytest.raises(Problem, match="there is no stack green") as caught:
        found.check_complete()
    assert caught.value.code is Code.NO_STACK


def test_a_router_that_does_not_exist_is_a_problem(engine: FakeEngine) -> None:
    """Without it there is nothing to look at."""
    with pytest.raises(Problem, match="no stack staging-router") as caught:
        stacks(engine, Named(Path("/project"), "staging-router"))
    assert caught.value.code is Code.NO_STACK


def test_a_router_that_was_never_deployed_is_a_problem(engine: FakeEngine) -> None:
    """It names the command that deploys it."""
    engine.router = {}
    with pytest.raises(Problem, match=r"is not deployed(.|\n)*pulumi up --stack router") as caught:
        stacks(engine)
    assert caught.value.code is Code.RESOURCE


def test_a_color_named_as_the_router_is_a_problem(engine: FakeEngine) -> None:
    """It names the router that the color knows."""
    with pytest.raises(Problem, match=r"stack blue is the color blue(.|\n)*--router router"):
        stacks(engine, Named(Path("/project"), "blue"))


def test_wrong_settings_are_all_told(engine: FakeEngine) -> None:
    """In the program's own words."""
    engine.settings["router"] |= {"bluegreen:soak": "soon", "bluegreen:nat": "maybe"}
    with pytest.raises(Problem, match=r"soak(.|\n)*nat|nat(.|\n)*soak") as caught:
        stacks(engine)
    assert caught.value.code is Code.CONFIG


def test_aws_is_asked_where_the_router_lives(engine: FakeEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The region of the stack's file beats the environment's."""
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    engine.settings["router"]["aws:region"] = "eu-central-1"
    stacks(engine)
    assert cloud.region() == "eu-central-1"
