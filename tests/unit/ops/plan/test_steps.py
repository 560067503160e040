"""What the engine's events of a preview become."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.engine import SECRET
from ops.plan.masking import MARK, SECRET_MARK, masked, secrets_in
from ops.plan.steps import Listening, Preview
from tests.unit.ops.fake_engine import failure
from tests.unit.ops.plan.scene import GROUP, listener, release, step

WORDS = st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=12, max_size=20)


def heard(*events: Any) -> Preview:
    """The preview that EVENTS tell of."""
    listening = Listening()
    for event in events:
        listening.line(json.dumps(event))
    listening.line("a warning of the shell")
    return listening.preview()


def _secret(text: str) -> dict[str, str]:
    return {MARK: SECRET_MARK, "plaintext": json.dumps(text)}


def test_a_replacement_is_one_step_and_comes_first() -> None:
    """The engine tells it three times."""
    found = heard(*release("green"))
    assert [(each.op, each.name) for each in found.steps] == [("replace", "green-fleet"), ("update", "green-release")]
    assert found.unchanged == 1


def test_a_component_is_one_step() -> None:
    """The engine tells it again with its outputs."""
    told = step("create", "bluegreen:index:Fleet", "green-fleet")
    assert len(heard(told, told).steps) == 1


def test_what_an_earlier_update_left_to_delete_is_a_deletion() -> None:
    """There is no replacement beside it."""
    assert [each.op for each in heard(step("delete-replaced", GROUP, "old")).steps] == ["delete"]


@given(st.permutations([*release("green"), step("delete", GROUP, "a"), step("create", GROUP, "b")]))
def test_the_order_of_events_does_not_matter(events: list[Any]) -> None:
    """Replacements and deletions first, whoever of the engine's workers was quicker."""
    assert [each.op for each in heard(*events).steps] == ["replace", "delete", "create", "update"]


def test_why_a_preview_failed_is_told_without_what_the_engine_adds() -> None:
    """Where that is all there is, no program refused anything: the engine never got to it."""
    exited = failure("an unhandled error occurred: program exited with non-zero exit code: 1")
    assert heard(failure("refused: so"), exited).errors == ("refused: so",)
    assert heard(exited).errors == ()


def test_the_listener_is_known_also_where_it_stays() -> None:
    """Its weights tell what the state holds."""
    found = heard(listener((100, 0), (100, 0)))
    assert found.forward
    assert (found.steps, found.forward.step.op) == ((), "same")


@given(WORDS)
def test_no_secret_gets_out_of_the_events(secret: str) -> None:
    """Neither as a value, nor in a name, a path or an error that quotes it."""
    told = step(
        "update",
        GROUP,
        f"fleet-{secret}",
        [f'tags["{secret}"]'],
        old={"inputs": {"tags": [_secret(secret)]}},
        new={"inputs": {"plain": "x", "tags": {"a": _secret(secret)}}},
    )
    found = heard(told, failure(f"AWS did not like {secret}"))
    assert secret not in repr(found)
    assert SECRET in found.errors[0]


def test_each_leaf_of_a_secret_object_is_one() -> None:
    """However the engine wrote it; what is shorter than three characters is in every text."""
    marked = {MARK: SECRET_MARK, "plaintext": json.dumps({"user": "admin", "codes": ["12345", 7]})}
    assert set(secrets_in([{"a": marked}])) == {"admin", "12345"}
    assert set(secrets_in({MARK: SECRET_MARK, "ciphertext": "v1:abc"})) == set()
    assert masked("admin-12345", ["admin", "admin-1"]) == f"{SECRET}2345"


@pytest.mark.parametrize(
    "said",
    [
        '-----BEGIN KEY-----\nabc"def\n-----END KEY-----',
        'line abc"def is wrong',
        r'{"key": "abc\"def"}',
        "x-----END KEY-----",
    ],
)
def test_a_secret_of_several_lines_is_hidden_line_by_line(said: str) -> None:
    """And as JSON writes it."""
    told = masked(said, ['-----BEGIN KEY-----\nabc"def\n-----END KEY-----', 'abc"def'])
    assert "abc" not in told
    assert "KEY" not in told
    assert SECRET in told


def test_what_hides_a_secret_does_not_show_another() -> None:
    """A secret may be a part of the word that stands for secrets."""
    assert masked("a hunter2 of sec", ["hunter2", "sec"]) == f"a {SECRET} of {SECRET}"


@pytest.mark.parametrize("line", ['{"sequence": 4, "diagnos', "{", "{}", "previewing", ""])
def test_a_line_that_is_no_event_is_left_out(line: str) -> None:
    """Also one that ends in the middle, as where the engine was killed."""
    listening = Listening()
    listening.line(line)
    assert listening.preview() == Preview()
