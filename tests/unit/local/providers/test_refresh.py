"""What a refresh makes of the cloud's answer."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from local.providers.difference import same
from local.providers.property import block, items, policy, text, texts
from local.providers.refresh import aligned, new_input, refreshed
from tests.unit.local.providers.test_difference import THING, WEIGHTS, things


@given(things, st.randoms(use_true_random=False))
def test_an_unchanged_cloud_leaves_the_input_as_it_is(thing: dict[str, Any], random: Any) -> None:
    """An input that still holds is kept to the letter, in whatever order AWS lists sets."""
    cloud = {**thing}
    for name in ("subnets", "targets"):
        if name in thing:
            cloud[name] = random.sample(thing[name], len(thing[name]))
    assert refreshed(THING, thing, cloud) == thing


@given(things, things)
def test_a_refreshed_input_describes_the_cloud(old: dict[str, Any], cloud: dict[str, Any]) -> None:
    """After a refresh, what the program had set asks for nothing that the cloud is not."""
    result = refreshed(THING, old, cloud) or {}
    assert same(THING, {name: cloud.get(name) for name in old}, result)


@given(things, things)
def test_outputs_hold_exactly_what_the_cloud_holds(reference: dict[str, Any], cloud: dict[str, Any]) -> None:
    """Alignment changes the order of sets and nothing else."""
    result = aligned(THING, cloud, reference)
    assert set(result) == set(cloud)
    for name, value in result.items():
        expected = cloud[name]
        unordered = name in ("subnets", "targets")
        assert sorted(value, key=str) == sorted(expected, key=str) if unordered else value == expected


@given(things, st.randoms(use_true_random=False))
def test_outputs_do_not_depend_on_the_order_of_the_answer(cloud: dict[str, Any], random: Any) -> None:
    """The same set in another order gives the same outputs, so that no refresh shows noise."""
    for name in ("subnets", "targets"):
        if name in cloud:
            shuffled = {**cloud, name: random.sample(cloud[name], len(cloud[name]))}
            assert aligned(THING, shuffled, cloud) == aligned(THING, cloud, cloud)


def test_changed_weights_stay_with_their_groups() -> None:
    """Weights changed by hand show at the group's own place, though AWS lists the groups the other way round."""
    old = [{"arn": "blue", "weight": 100}, {"arn": "green", "weight": 0}]
    cloud = [{"arn": "green", "weight": 50}, {"arn": "blue", "weight": 50}]
    assert refreshed(WEIGHTS, old, cloud) == [{"arn": "blue", "weight": 50}, {"arn": "green", "weight": 50}]


def test_only_what_the_program_set_is_refreshed() -> None:
    """A field that the program left to AWS does not become an input."""
    schema = block({"path": text(), "timeout": text(computed=True)})
    assert refreshed(schema, {"path": "/a"}, {"path": "/b", "timeout": "5"}) == {"path": "/b"}


def test_an_element_that_someone_added_shows_without_empty_fields() -> None:
    """A new element comes in whole, but for what says nothing."""
    schema = items(block({"name": text(), "note": text()}))
    old = [{"name": "a"}]
    cloud = [{"name": "a", "note": ""}, {"name": "b", "note": ""}]
    assert refreshed(schema, old, cloud) == [{"name": "a"}, new_input({"name": "b"})]


def test_an_input_that_is_gone_from_the_cloud_is_dropped() -> None:
    """What AWS no longer has is no input, so that the next preview shows it as an addition."""
    assert refreshed(text(), "a", None) is None
    assert refreshed(text(local=True), "a", None) == "a"
    assert refreshed(texts(), ["a"], []) == []


def test_a_policy_keeps_the_text_that_the_program_chose() -> None:
    """IAM's own spelling of the same policy is no change."""
    assert refreshed(policy(), '{"a": ["b"]}', '{"a":"b"}') == '{"a": ["b"]}'
    assert aligned(policy(), '{"a":"b"}', '{"a": ["b"]}') == '{"a": ["b"]}'
    assert aligned(policy(), '{"a":"c"}', '{"a": ["b"]}') == '{"a":"c"}'
