"""Forwards: what rules say of weights, colors and stickiness, whoever wrote them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policy.rules.both_colors import BOTH_COLORS
from policy.rules.forward import color_of
from policy.rules.ignored_changes import NO_IGNORED_CHANGES
from policy.rules.resource import UNKNOWN, Resource
from policy.rules.stickiness import STICKINESS
from policy.rules.weights import WEIGHTS

BLUE = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/blue-1a2b3c4/0123456789abcdef"
GREEN = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green-5d6e7f8/fedcba9876543210"
OTHER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/canary-5d6e7f8/fedcba9876543210"
OFF = {"enabled": False, "duration": 3600.0}
RULES = (BOTH_COLORS, WEIGHTS, STICKINESS)


def action(*members: tuple[object, object], stickiness: object = OFF) -> dict[str, Any]:
    """A forward to MEMBERS (ARN, weight), None for what is left out."""
    groups = [{"arn": arn} | ({} if weight is None else {"weight": weight}) for arn, weight in members]
    return {"type": "forward", "forward": {"targetGroups": groups, "stickiness": stickiness}}


def listener(*actions: Any, module: str = "lb") -> Resource:
    """A listener whose default actions are ACTIONS."""
    return Resource(f"aws:{module}/listener:Listener", "router", properties={"defaultActions": list(actions)})


def rule(actions: Any, *conditions: Any) -> Resource:
    """A listener rule."""
    properties = {"actions": actions, "conditions": list(conditions)}
    return Resource("aws:lb/listenerRule:ListenerRule", "one", properties=properties)


def asks(*values: object) -> dict[str, Any]:
    """The condition of a header with one of VALUES."""
    return {"httpHeader": {"httpHeaderName": "x-bluegreen", "values": list(values)}}


def red(resource: Resource) -> set[str]:
    """Names of the rules about forwards that RESOURCE breaks."""
    return {one.name for one in RULES if one.problems(resource, [resource])}


@given(st.lists(st.integers(0, 999), min_size=2, max_size=2))
@example([100, 0])
@example([50, 50])
@example([0, 0])
def test_exactly_the_weights_that_sum_to_100_pass(weights: list[int]) -> None:
    """Whatever else they are; AWS takes each of these."""
    found = red(listener(action((BLUE, weights[0]), (GREEN, weights[1]))))
    assert found == (set() if sum(weights) == 100 else {WEIGHTS.name})


@given(st.integers(0, 100))
def test_every_share_of_100_passes(share: int) -> None:
    """As a whole number or as the float that the engine makes of it."""
    assert red(listener(action((BLUE, share), (GREEN, float(100 - share))))) == set()


@pytest.mark.parametrize(
    "weights", [(99.5, 0.5), (150, -50), (None, 100), (True, 99), ("100", 0), (float("nan"), 100), (float("inf"), 0)]
)
def test_what_is_no_share_is_found(weights: tuple[object, object]) -> None:
    """Also where a sum would be 100, or could not be made."""
    assert red(listener(action((BLUE, weights[0]), (GREEN, weights[1])))) == {WEIGHTS.name}


@pytest.mark.parametrize("module", ["lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2"])
def test_a_listener_is_one_under_each_of_its_names(module: str) -> None:
    """The provider has four for the same resource."""
    assert red(listener(action((BLUE, 100)), module=module)) == {BOTH_COLORS.name}
    muted = Resource(f"aws:{module}/listener:Listener", "router", ignored=("tags",))
    assert NO_IGNORED_CHANGES.problems(muted, [muted])


@pytest.mark.parametrize(
    "members",
    [
        [(BLUE, 100), (OTHER, 0)],
        [(BLUE, 100), (BLUE, 0)],
        [(BLUE, 50), (GREEN, 50), (OTHER, 0)],
        [(GREEN, 100)],
    ],
)
def test_a_forward_to_anything_but_both_colors_is_found(members: list[tuple[object, object]]) -> None:
    """One color, another group, or a third one."""
    assert red(listener(action(*members))) == {BOTH_COLORS.name}


def test_a_single_target_group_breaks_all_three() -> None:
    """The short form has no weights and no stickiness."""
    short = {"type": "forward", "targetGroupArn": BLUE}
    assert red(listener(short)) == {one.name for one in RULES}
    assert red(rule([short])) == {one.name for one in RULES}


@pytest.mark.parametrize("color", ["blue", "green"])
def test_a_preview_rule_leads_to_its_color_alone(color: str) -> None:
    """Told by the header that it asks for; it must be that color."""
    short = {"type": "forward", "targetGroupArn": {"blue": BLUE, "green": GREEN}[color]}
    source = {"sourceIp": {"values": ["0.0.0.0/0"]}}
    assert red(rule([short], source, asks(color))) == set()
    other = {"type": "forward", "targetGroupArn": {"blue": GREEN, "green": BLUE}[color]}
    assert red(rule([other], asks(color))) == {BOTH_COLORS.name}


@pytest.mark.parametrize(
    "condition",
    [
        asks("blue", "*"),
        asks("*"),
        asks(),
        {"pathPattern": {"values": ["blue"]}},
        {"hostHeader": {"values": ["blue"]}},
    ],
)
def test_no_other_condition_makes_a_preview_rule(condition: dict[str, Any]) -> None:
    """Clients could meet it."""
    assert BOTH_COLORS.name in red(rule([{"type": "forward", "targetGroupArn": BLUE}], condition))


def test_what_forwards_nothing_is_none_of_their_business() -> None:
    """A redirect to TLS, a fixed response, another type."""
    assert red(listener({"type": "redirect", "redirect": {"port": "443", "statusCode": "HTTP_301"}})) == set()
    assert red(Resource("aws:lb/loadBalancer:LoadBalancer", "router")) == set()


@pytest.mark.parametrize(
    "stickiness",
    [None, {}, {"enabled": False}, {"duration": 60}, OFF | {"duration": 0}, OFF | {"duration": 604_801}],
)
def test_stickiness_is_declared_whole(stickiness: object) -> None:
    """Both of its fields, within the limits of AWS."""
    assert red(listener(action((BLUE, 100), (GREEN, 0), stickiness=stickiness))) == {STICKINESS.name}


def test_stickiness_that_is_on_passes() -> None:
    """What is declared is the service's own decision."""
    on = {"enabled": True, "duration": 60}
    assert red(listener(action((BLUE, 100), (GREEN, 0), stickiness=on))) == set()


@pytest.mark.parametrize(
    "resource",
    [
        listener(action((UNKNOWN, 100), (UNKNOWN, 0))),
        listener(action((BLUE, UNKNOWN), (UNKNOWN, UNKNOWN), stickiness=UNKNOWN)),
        listener({"type": "forward", "forward": {"targetGroups": UNKNOWN, "stickiness": OFF}}),
        listener({"type": "forward", "forward": UNKNOWN}),
        Resource("aws:lb/listener:Listener", "router", properties={"defaultActions": UNKNOWN}),
        rule([{"type": "forward", "targetGroupArn": UNKNOWN}], asks("blue")),
    ],
)
def test_a_preview_that_does_not_know_yet_finds_no_fault(resource: Resource) -> None:
    """The update, which knows, asks again."""
    assert red(resource) == set()


def test_what_is_known_is_judged_beside_what_is_not() -> None:
    """A preview that knows the weights tells of them."""
    assert red(listener(action((UNKNOWN, 100), (UNKNOWN, 10)))) == {WEIGHTS.name}
    assert red(listener(action((UNKNOWN, 100)))) == {BOTH_COLORS.name}


@pytest.mark.parametrize(
    ("arn", "color"),
    [
        (BLUE, "blue"),
        (BLUE.replace("targetgroup/blue", "targetgroup/prod-router-blue"), "blue"),
        (OTHER, None),
        (BLUE.replace("blue", "blue-green"), None),
        (BLUE.replace("targetgroup/blue", "targetgroup/bluebird"), None),
        (OTHER.replace("eu-west-1", "blue"), None),
    ],
)
def test_a_color_is_a_word_of_the_target_groups_name(arn: str, color: str | None) -> None:
    """Not of anything else in the ARN."""
    assert color_of(arn) == color
