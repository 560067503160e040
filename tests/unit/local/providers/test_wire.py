"""Property values on the wire."""

from __future__ import annotations

from typing import Any

from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from local.providers import wire
from local.providers.values import DEFAULTS, UNKNOWN, Output, Secret, has_unknown, plain

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False).filter(bool)  # no other number has two zeros
    | st.text().filter(lambda text: text != wire.UNKNOWN_STRING)
    | st.just(UNKNOWN)
)
keys = st.text(max_size=5)
values: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=3)
        | st.builds(Secret, inner)
        | st.builds(Output, inner, st.booleans(), st.lists(st.text(min_size=1), max_size=2).map(tuple))
    ),
    max_leaves=8,
)


@given(st.dictionaries(keys, values, max_size=4))
def test_what_is_decoded_encodes_to_the_same_message(properties: dict[str, Any]) -> None:
    """encode(decode(message)) is the message, whatever it holds."""
    message = wire.encode(properties)
    assert wire.encode(wire.decode(message)) == message


@given(st.dictionaries(keys, values, max_size=4))
def test_what_is_encoded_decodes_to_the_same_values(properties: dict[str, Any]) -> None:
    """decode(encode(properties)) are the properties."""
    assert wire.decode(wire.encode(properties)) == properties


def test_whole_numbers_are_ints() -> None:
    """The wire has only floats; AWS wants a port of 80, not 80.0."""
    decoded = wire.decode(wire.encode({"port": 80.0, "share": 0.5}))
    assert {name: type(value) for name, value in decoded.items()} == {"port": int, "share": float}


def test_an_output_without_a_value_is_unknown() -> None:
    """An output value that carries none is only known after the update."""
    message = struct_pb2.Struct()
    message.fields["arn"].struct_value.fields[wire.SIGNATURE].string_value = wire.OUTPUT
    decoded = wire.decode(message)
    assert decoded["arn"] == Output()
    assert has_unknown(plain(decoded))


def test_plain_leaves_what_aws_may_see() -> None:
    """Marks, notes on defaults and empty entries are the engine's business."""
    properties = {"a": Secret("x"), "b": Output("y"), "c": None, "d": [{DEFAULTS: [], "e": Secret(1)}]}
    assert plain(properties) == {"a": "x", "b": "y", "d": [{"e": 1}]}


def test_a_secret_never_shows_in_a_log() -> None:
    """The representation of a secret does not hold it."""
    assert "hunter2" not in repr({"password": Secret("hunter2")})
