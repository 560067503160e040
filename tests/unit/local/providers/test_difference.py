"""Differences between what is and what is wanted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.providers.difference import differences, same
from local.providers.property import Property, block, flag, group, items, mapping, number, policy, text, texts
from local.providers.values import UNKNOWN

WEIGHTS = group(block({"arn": text(), "weight": number(default=1)}), key="arn")
THING = block(
    {
        "name": text(),
        "size": number(),
        "on": flag(),
        "subnets": texts(),
        "devices": items(block({"name": text(), "size": number(computed=True)})),
        "targets": WEIGHTS,
        "tags": mapping(),
    }
)

words = st.text("abc", min_size=1, max_size=3)
things = st.fixed_dictionaries(
    {},
    optional={
        "name": words,
        "size": st.integers(0, 9),
        "on": st.booleans(),
        "subnets": st.lists(words, unique=True, max_size=3),
        "devices": st.lists(st.fixed_dictionaries({"name": words, "size": st.integers(0, 9)}), max_size=3),
        "targets": st.lists(
            st.fixed_dictionaries({"arn": words, "weight": st.integers(0, 9)}),
            unique_by=lambda it: it["arn"],
            max_size=3,
        ),
        "tags": st.dictionaries(words, words, max_size=3),
    },
)


def paths(schema: Property, old: Any, new: Any) -> list[tuple[str, str]]:
    """Return (path, kind) of each difference below `it`."""
    return [(found.path, found.kind) for found in differences(schema, "it", old, new)]


@given(things)
def test_a_thing_does_not_differ_from_itself(thing: dict[str, Any]) -> None:
    """What is already there is no change."""
    assert paths(THING, thing, thing) == []


@given(things, st.randoms(use_true_random=False))
def test_the_order_of_a_set_says_nothing(thing: dict[str, Any], random: Any) -> None:
    """Shuffled sets are the same sets."""
    shuffled = {**thing}
    for name in ("subnets", "targets"):
        if name in thing:
            shuffled[name] = random.sample(thing[name], len(thing[name]))
    assert paths(THING, thing, shuffled) == []


@given(things, things)
def test_no_difference_goes_unseen(old: dict[str, Any], new: dict[str, Any]) -> None:
    """Of two things that differ in a scalar that is set, a change is told."""
    for name in ("name", "size", "on"):
        if name in new and old.get(name) != new[name] and (old.get(name) or new[name]):
            assert not same(THING, old, new)


@pytest.mark.parametrize(
    ("schema", "old", "new", "expected"),
    [
        (text(), "a", "b", [("it", "update")]),
        (text(), "", "b", [("it", "add")]),
        (text(), "a", None, [("it", "delete")]),
        (text(computed=True), "a", None, []),
        (number(), 100, 0, [("it", "update")]),
        (number(), 0, 100, [("it", "update")]),
        (number(), 80, "80", []),
        (number(default=300), 300, None, []),
        (number(default=300), 7, None, [("it", "update")]),
        (flag(), False, None, []),
        (flag(), None, False, []),
        (flag(), True, False, [("it", "update")]),
        (text(), "true", True, []),
        (text(), "a", UNKNOWN, [("it", "update")]),
        (text(computed=True), "", UNKNOWN, [("it", "add")]),
        (texts(), ["a", "b"], ["c", "b"], [("it[0]", "update")]),
        (texts(), ["a"], ["a", "b"], [("it[1]", "add")]),
        (texts(), ["a", "b"], ["b"], [("it[0]", "delete")]),
        (texts(computed=True), ["a"], [], [("it[0]", "delete")]),
        (texts(), ["a"], [UNKNOWN], [("it", "update")]),
        (items(text()), ["a", "b"], ["b", "a"], [("it[0]", "update"), ("it[1]", "update")]),
        (
            mapping(),
            {"a": "1", "b": "2"},
            {"a": "3", "c": "4"},
            [("it.a", "update"), ("it.b", "delete"), ("it.c", "add")],
        ),
        (mapping(), {"aws:x": "1"}, {"aws:x": "2"}, [('it["aws:x"]', "update")]),
        (mapping(), {"a": "1"}, None, [("it.a", "delete")]),
        (block({"a": text(), "b": text(computed=True)}), {"a": "1", "b": "2"}, {"a": "1"}, []),
        (block({"a": text()}, computed=True), {"a": "1"}, None, []),
        (block({"a": text()}), None, {"a": "1"}, [("it", "add")]),
        (
            WEIGHTS,
            [{"arn": "b", "weight": 100}, {"arn": "g", "weight": 0}],
            [{"arn": "g", "weight": 100}, {"arn": "b", "weight": 0}],
            [("it[0].weight", "update"), ("it[1].weight", "update")],
        ),
    ],
)
def test_a_change_is_told_where_it_is(schema: Property, old: Any, new: Any, expected: list[tuple[str, str]]) -> None:
    """Paths and kinds are those of the official provider."""
    assert paths(schema, old, new) == expected


def test_two_texts_of_one_policy_are_the_same() -> None:
    """White space, order, and a list of one mean nothing to IAM."""
    short = '{"Statement":{"Action":"a","Resource":["x","y"]}}'
    long = '{ "Statement": [ {"Resource": ["y", "x"], "Action": ["a"]} ] }'
    assert same(policy(), short, long)
    assert not same(policy(), short, long.replace('"a"', '"b"'))
