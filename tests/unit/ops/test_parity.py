"""Blue and green as AWS has them are the same thing, or each difference is named."""

from __future__ import annotations

import base64
import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.differences import Difference, compare
from ops.graph import Node, graph
from ops.live import ABSENT, resource
from tests.unit.ops.fake_engine import deleted, outcome

GROUP, FLEET, TEMPLATE, RECORD = (
    "aws:ec2/securityGroup:SecurityGroup",
    "aws:autoscaling/group:Group",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ssm/parameter:Parameter",
)
RULE = {"fromPort": 8080, "securityGroups": ["sg-balancer"]}
EXTRA = {"fromPort": 22, "cidrBlocks": ["198.51.100.7/32"]}
RELEASES = {"blue": "1.0.0", "green": "1.1.0"}
SECURITY = f"{GROUP} COLOR-instances"


def _color(color: str, release: str | None = None) -> dict[str, Any]:
    """What AWS has of COLOR, by resource: ids that chance made, names that the color made, and a release."""
    release, chance = release or RELEASES[color], "0a1b2c" if color == "blue" else "9f8e7d"
    data = base64.b64encode(f"export COLOR={color} RELEASE={release}".encode()).decode()
    record = {"release": release, "fleet": f"{color}-fleet-{chance}", "target_group": f"arn:{color}", "parked": False}
    return {
        f"{color}-instances": {
            "id": f"sg-{chance}",
            "arn": f"arn:aws:ec2:sg-{chance}",
            "ingress": [RULE],
            "tags": {"bluegreen:color": color},
            "tagsAll": {"bluegreen:color": color},
        },
        f"{color}-fleet-template": {"id": f"lt-{chance}", "userData": data, "securityGroups": [f"sg-{chance}"]},
        f"{color}-fleet": {"id": f"{color}-fleet-{chance}", "desiredCapacity": 2, "launchTemplate": f"lt-{chance}"},
        f"{color}-release": {"id": f"/bluegreen/shop/prod-{color}/release", "insecureValue": json.dumps(record)},
    }


TYPES = {"instances": GROUP, "fleet-template": TEMPLATE, "fleet": FLEET, "release": RECORD}


def _graph(color: str, resources: dict[str, Any]) -> dict[str, Node]:
    events = [outcome(TYPES[name.partition("-")[2]], name, properties) for name, properties in resources.items()]
    live = [resource(event["resOutputsEvent"]["metadata"]) for event in events]
    return graph(color, live, {f"arn:{color}": "<target group>"})


def _compare(blue: dict[str, Any], green: dict[str, Any], releases: tuple[str, str] = ("1.0.0", "1.1.0")) -> Any:
    found = compare(_graph("blue", blue), _graph("green", green), releases)
    return [each for each in found if each.why is None], [each for each in found if each.why is not None]


def test_two_colors_of_one_module_are_equal() -> None:
    """Names, ids and base64 are seen through; a release is listed apart."""
    wrong, allowed = _compare(_color("blue"), _color("green"))
    assert wrong == []
    assert {each.why for each in allowed} == {"release"}


def test_of_one_release_they_differ_in_nothing() -> None:
    """Then nothing is listed at all."""
    assert _compare(_color("blue", "2.0.0"), _color("green", "2.0.0"), ("2.0.0", "2.0.0")) == ([], [])


def test_an_extra_tag_on_one_resource_is_named() -> None:
    """By its path, once, with both values."""
    green = _color("green")
    for tags in ("tags", "tagsAll"):
        green["green-instances"][tags]["extra"] = "by hand"
    wrong, _ = _compare(_color("blue"), green)
    assert wrong == [Difference(f"{SECURITY}.tags.extra", ABSENT, "by hand")]


def test_an_extra_rule_on_one_security_group_is_named() -> None:
    """And only that one, wherever AWS lists it."""
    blue = _color("blue")
    blue["blue-instances"]["ingress"] = [EXTRA, RULE]
    wrong, _ = _compare(blue, _color("green"))
    assert wrong == [Difference(f"{SECURITY}.ingress[]", EXTRA, ABSENT)]


def test_a_resource_that_one_color_lacks_is_named() -> None:
    """As a whole."""
    green = _color("green")
    del green["green-instances"]
    wrong, _ = _compare(_color("blue"), green)
    assert [(each.path, each.green) for each in wrong if each.path == SECURITY] == [(SECURITY, ABSENT)]


def test_what_aws_has_counts_and_not_what_the_state_holds() -> None:
    """A security group's list of rules is such: the state holds it as it was at the group's creation."""
    event = outcome(GROUP, "blue-instances", {"ingress": []}, {"ingress": [EXTRA]})
    live = [resource(event["resOutputsEvent"]["metadata"])]
    assert graph("blue", live, {})[SECURITY]["ingress"] == [EXTRA]


def test_a_resource_that_aws_does_not_have_is_lacking() -> None:
    """The state still knows it: what counts is AWS."""
    gone = resource(deleted(GROUP, "blue-instances", {"id": "sg-1"})["resOutputsEvent"]["metadata"])
    assert graph("blue", [gone], {}) == {}


def test_capacity_and_parking_may_differ() -> None:
    """They are listed apart, each with its reason."""
    green = _color("green", "1.0.0")
    green["green-fleet"]["desiredCapacity"] = 0
    record = json.loads(green["green-release"]["insecureValue"])
    green["green-release"]["insecureValue"] = json.dumps({**record, "parked": True})
    wrong, allowed = _compare(_color("blue"), green, ("1.0.0", "1.0.0"))
    assert wrong == []
    assert {each.why for each in allowed} == {"capacity", "parked"}


def test_user_data_of_one_release_must_be_equal() -> None:
    """A template edited in between is no matter of the release then."""
    green = _color("green", "1.0.0")
    green["green-fleet-template"]["userData"] = base64.b64encode(b"export COLOR=green RELEASE=1.0.0 # by hand").decode()
    wrong, _ = _compare(_color("blue"), green, ("1.0.0", "1.0.0"))
    assert [each.path for each in wrong] == [f"{TEMPLATE} COLOR-fleet-template.userData"]


def test_how_often_a_color_was_released_may_differ() -> None:
    """AWS's counts of versions are no matter of what runs, also where both run the same release."""
    blue, green = _color("blue", "1.0.0"), _color("green", "1.0.0")
    blue["blue-fleet-template"]["latestVersion"], green["green-fleet-template"]["latestVersion"] = 1, 3
    blue["blue-release"]["version"], green["green-release"]["version"] = 1, 2
    wrong, allowed = _compare(blue, green, ("1.0.0", "1.0.0"))
    assert wrong == []
    assert {each.why for each in allowed} == {"release"}
    green["green-fleet-template"]["latestVersion"] = "none"
    wrong, _ = _compare(blue, green, ("1.0.0", "1.0.0"))
    assert [each.green for each in wrong] == ["none"]


def test_a_release_excuses_only_itself() -> None:
    """Another tag is a difference, also where the releases differ."""
    blue, green = _color("blue"), _color("green")
    blue["blue-instances"]["tags"]["team"], green["green-instances"]["tags"]["team"] = "a", "b"
    wrong, _ = _compare(blue, green)
    assert [each.path for each in wrong] == [f"{SECURITY}.tags.team"]


def test_a_color_is_a_whole_word() -> None:
    """The service's own name holds both words."""
    renamed = _graph("blue", {"blue-instances": {"id": "sg-0a1b2c", "service": "bluegreen", "about": "blue of two"}})
    assert renamed[SECURITY] == {
        "id": f"<id of {SECURITY}>",
        "service": "bluegreen",
        "about": "COLOR of two",
    }


@pytest.mark.parametrize("name", ["instances", "fleet-template", "fleet"])
@given(st.text("abcxyz", min_size=1), st.one_of(st.integers(), st.booleans(), st.text("pqr", min_size=1)))
def test_any_property_that_only_one_has_is_named(name: str, key: str, value: Any) -> None:
    """The comparison is blind to none."""
    green = copy.deepcopy(_color("green"))
    green[f"green-{name}"][key] = value
    wrong, _ = _compare(_color("blue"), green)
    assert [(each.blue, each.green) for each in wrong] == [(ABSENT, value)]
