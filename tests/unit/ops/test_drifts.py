"""Drift in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from components.color import Color
from ops.drifts import LISTENER, find_drift
from ops.live import ABSENT, at, resource
from tests.unit.components.fake_aws import TARGET_GROUPS
from tests.unit.ops.fake_engine import deleted, outcome

GROUP = "aws:ec2/securityGroup:SecurityGroup"
WEIGHT = "defaultActions[0].forward.targetGroups[{}].weight"


def _listener(blue: int, green: int, duration: int = 3600) -> dict[str, Any]:
    shares = {Color.BLUE: blue, Color.GREEN: green}
    groups = [{"arn": TARGET_GROUPS[color], "weight": share} for color, share in shares.items()]
    return {"defaultActions": [{"forward": {"stickiness": {"duration": duration}, "targetGroups": groups}}]}


def _words(*events: Any) -> list[str]:
    resources = [resource(event["resOutputsEvent"]["metadata"]) for event in events]
    return [each.words for each in find_drift("prod-blue", resources, TARGET_GROUPS)]


def test_weights_set_by_hand_are_told_as_traffic() -> None:
    """Once, not as two paths of numbers."""
    event = outcome(LISTENER, "router", _listener(100, 0), _listener(50, 50), WEIGHT.format(0), WEIGHT.format(1))
    assert _words(event) == ["traffic: 50/50 live, 100/0 declared (blue/green)"]


def test_what_else_of_the_listener_drifted_is_told_beside_the_traffic() -> None:
    """The traffic does not hide it."""
    path = "defaultActions[0].forward.stickiness.duration"
    event = outcome(LISTENER, "router", _listener(100, 0), _listener(50, 50, 60), WEIGHT.format(0), path)
    assert [word.partition(" is ")[0] for word in _words(event)] == [
        "traffic: 50/50 live, 100/0 declared (blue/green)",
        f"prod-blue: listener router: {path}",
    ]


def test_a_tag_by_hand_is_told_once_with_both_values() -> None:
    """`tagsAll` repeats `tags`: that copy is left out."""
    saved = {"id": "sg-1", "tags": {}, "tagsAll": {}}
    live = {"id": "sg-1", "tags": {"extra": "by hand"}, "tagsAll": {"extra": "by hand"}}
    assert _words(outcome(GROUP, "blue-instances", saved, live, "tags.extra", "tagsAll.extra")) == [
        'prod-blue: security group blue-instances: tags.extra is "by hand" live, absent declared'
    ]


def test_a_default_tag_that_is_gone_is_told() -> None:
    """It stands in `tagsAll` alone."""
    saved, live = {"tags": {}, "tagsAll": {"managed-by": "pulumi"}}, {"tags": {}, "tagsAll": {}}
    (words,) = _words(outcome(GROUP, "blue-instances", saved, live, 'tagsAll["managed-by"]'))
    assert words.endswith('tagsAll["managed-by"] is absent live, "pulumi" declared')


def test_a_resource_that_is_gone_is_told() -> None:
    """With what AWS called it."""
    (words,) = _words(deleted(GROUP, "blue-instances", {"id": "sg-1"}))
    assert words == "prod-blue: security group blue-instances is gone: somebody deleted sg-1"


def test_without_drift_nothing_is_told() -> None:
    """Outputs may differ where the engine sees no change, as a security group's list of rules does."""
    assert _words(outcome(GROUP, "blue-instances", {"ingress": []}, {"ingress": [{"fromPort": 8080}]})) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("a.b", 1), ('a["x.y"]', 2), ("list[1].c", 3), ("a.none", ABSENT), ("list[9]", ABSENT), ("a.b.c", ABSENT)],
)
def test_the_engines_paths_are_followed(path: str, value: Any) -> None:
    """Names, quoted names, and places in lists."""
    assert at({"a": {"b": 1, "x.y": 2}, "list": [{}, {"c": 3}]}, path) == value
