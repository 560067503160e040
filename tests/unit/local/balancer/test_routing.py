"""Routing decisions, without any network."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.balancer.conditions import RequestFacts, meets_all
from local.balancer.routing import WeightedGroup, action_for, by_weight, choose_group, referenced_groups
from local.balancer.snapshot import Listener, Rule
from local.balancer.stickiness import GROUP_COOKIE, set_group_cookie, sticky_group, sticky_target
from tests.unit.local.balancer.rig import forward, header_rule

DRAWS = st.floats(min_value=0, max_value=1, exclude_max=True)


def request(**more: Any) -> RequestFacts:
    """Make a request."""
    facts: dict[str, Any] = {
        "method": "GET", "host": "www.example.com", "path": "/img/a.png", "query": [("Version", "v1")],
        "headers": [("X-BlueGreen", "green")], "source_ip": "127.0.0.1", "cookies": {},
    }  # fmt: skip
    return RequestFacts(**{**facts, **more})


@given(st.lists(st.integers(0, 999), min_size=1, max_size=5), DRAWS)
def test_weight_zero_gets_nothing(weights: list[int], draw: float) -> None:
    """A group of weight 0 is never chosen; some group is, unless all weigh 0."""
    chosen = by_weight([WeightedGroup(str(number), weight) for number, weight in enumerate(weights)], draw)
    assert (chosen is None) == (sum(weights) == 0)
    assert chosen is None or weights[int(chosen)] > 0


@given(st.integers(1, 999), st.integers(1, 999))
def test_weights_are_shares(blue: int, green: int) -> None:
    """Over evenly spread draws, each group gets its share, to within one draw."""
    groups = [WeightedGroup("blue", blue), WeightedGroup("green", green)]
    got = sum(by_weight(groups, number / 1000) == "blue" for number in range(1000))
    assert abs(got - 1000 * blue / (blue + green)) <= 1


@pytest.mark.parametrize(
    ("field", "config", "met"),
    [
        ("http-header", {"HttpHeaderConfig": {"HttpHeaderName": "x-bluegreen", "Values": ["GREEN"]}}, True),
        ("http-header", {"HttpHeaderConfig": {"HttpHeaderName": "x-bluegreen", "Values": ["blue"]}}, False),
        ("http-header", {"HttpHeaderConfig": {"HttpHeaderName": "x-other", "Values": ["*"]}}, False),
        ("path-pattern", {"PathPatternConfig": {"Values": ["/none", "/img/*"]}}, True),
        ("path-pattern", {"Values": ["/img/?.png"]}, True),
        ("path-pattern", {"Values": ["/IMG/*"]}, False),
        ("path-pattern", {"Values": ["/img/a\\*png"]}, False),
        ("host-header", {"HostHeaderConfig": {"Values": ["*.EXAMPLE.com"]}}, True),
        ("host-header", {"Values": ["example.com"]}, False),
        ("query-string", {"QueryStringConfig": {"Values": [{"Key": "version", "Value": "V?"}]}}, True),
        ("query-string", {"QueryStringConfig": {"Values": [{"Value": "v1"}]}}, True),
        ("query-string", {"QueryStringConfig": {"Values": [{"Key": "other", "Value": "*"}]}}, False),
        ("http-request-method", {"HttpRequestMethodConfig": {"Values": ["GET", "HEAD"]}}, True),
        ("http-request-method", {"HttpRequestMethodConfig": {"Values": ["get"]}}, False),
        ("source-ip", {"SourceIpConfig": {"Values": ["10.0.0.0/8", "127.0.0.0/8"]}}, True),
        ("source-ip", {"SourceIpConfig": {"Values": ["10.0.0.0/8"]}}, False),
    ],
)
def test_conditions(field: str, config: dict[str, Any], met: bool) -> None:  # noqa: FBT001
    """Each condition type compares as the ALB guide says: with or without case, `*` and `?`."""
    assert meets_all([{"Field": field, **config}], request()) is met


def test_all_conditions_must_be_met() -> None:
    """Values of one condition are alternatives, conditions of one rule are not."""
    path: dict[str, Any] = {"Field": "path-pattern", "Values": ["/img/*"]}
    method: dict[str, Any] = {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["POST"]}}
    assert meets_all([path], request())
    assert not meets_all([path, method], request())


def test_the_lowest_priority_number_wins() -> None:
    """Of two rules that match, the one with the lower number acts; with none, the default."""
    rules = [header_rule("green", forward(second=1), 20), header_rule("g*", forward(first=1), 3)]
    parsed = sorted(
        (Rule(int(rule["priority"]), rule["conditions"], rule["actions"]) for rule in rules),
        key=lambda rule: rule.priority,
    )
    made = Listener("arn", "alb", 80, [forward(default=1)], parsed)
    assert action_for(made, request()) == forward(first=1)
    assert action_for(made, request(headers=[])) == forward(default=1)
    assert set(referenced_groups(made)) == {"first", "second", "default"}


def cookie(set_cookie: str) -> dict[str, str]:
    """Make what a client sends after SET_COOKIE, an answer's header."""
    name, _, value = set_cookie.partition(";")[0].partition("=")
    assert name == GROUP_COOKIE
    return {name: value}


def test_a_cookie_beats_the_weights_until_it_ends() -> None:
    """With group stickiness on, a valid cookie leads to its group even at weight 0."""
    action = forward(stickiness=60, blue=0, green=100)
    bound = request(cookies=cookie(set_group_cookie("blue", 60, now=1000)))
    assert choose_group(action, bound, 0.5, now=1059).group == "blue"
    ended = choose_group(action, bound, 0.5, now=1061)
    assert (ended.group, ended.cookie_seconds) == ("green", 60)


def test_a_cookie_counts_only_with_stickiness_on() -> None:
    """With group stickiness off, weights decide, and no cookie is set."""
    bound = request(cookies=cookie(set_group_cookie("blue", 1000, now=1000)))
    choice = choose_group(forward(blue=0, green=100), bound, 0.5, now=1000)
    assert (choice.group, choice.cookie_seconds) == ("green", None)


@given(st.text())
def test_a_strange_cookie_is_ignored(value: str) -> None:
    """Whatever a client sends as the cookie, it binds to nothing that is not in the action or the group."""
    assert sticky_group(value, ["blue"], now=0) is None
    assert sticky_target(value, "blue", ["i-1:8080"], now=0) is None
