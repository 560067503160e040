"""Values that are drawn once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi.runtime.proto import provider_pb2

from local.providers import wire
from local.providers.random import random_id, random_string
from local.providers.random.provider import RandomProvider
from local.providers.values import UNKNOWN
from tests.unit.local.providers.engine import AbortedError, Context

URN = f"urn:pulumi:dev::shop::{random_id.TOKEN}::suffix"


def context() -> Any:
    """One call of an engine."""
    return Context("ipv4:127.0.0.1:50001")


def test_an_id_has_four_spellings_of_one_number() -> None:
    """Hex, decimal and both base 64 forms agree, each after the prefix."""
    resource_id, outputs = random_id.make({"byteLength": 4, "prefix": "x-"})
    assert int(outputs["hex"].removeprefix("x-"), 16) == int(outputs["dec"].removeprefix("x-"))
    assert outputs["b64Url"] == "x-" + resource_id
    assert len(outputs["hex"]) == 2 + 8


@given(st.integers(4, 40), st.booleans(), st.booleans())
def test_a_string_has_the_wanted_letters(length: int, upper: bool, special: bool) -> None:  # noqa: FBT001 - drawn
    """Its length, the classes left out, and the least of a class hold."""
    _, outputs = random_string.make({"length": length, "upper": upper, "special": special, "minNumeric": 2})
    result = outputs["result"]
    assert len(result) == length
    assert sum(letter.isdigit() for letter in result) >= 2
    assert upper or result == result.lower()
    assert special or result.isalnum()


@pytest.mark.parametrize(
    ("news", "replaced"),
    [
        ({"byteLength": 4, "keepers": {"a": "1"}}, []),
        ({"byteLength": 4, "keepers": {"a": "2"}}, ["keepers"]),
        ({"byteLength": 5, "keepers": {"a": "1"}}, ["byteLength"]),
    ],
)
def test_any_change_draws_anew(news: dict[str, Any], replaced: list[str]) -> None:
    """Keepers and length replace the value; nothing else does."""
    provider = RandomProvider()
    inputs = wire.encode({"byteLength": 4, "keepers": {"a": "1"}})
    made = provider.Create(provider_pb2.CreateRequest(urn=URN, properties=inputs), context())
    request = provider_pb2.DiffRequest(urn=URN, olds=made.properties, news=wire.encode(news))
    assert list(provider.Diff(request, context()).replaces) == replaced


def test_a_preview_does_not_draw() -> None:
    """What is drawn in the update is unknown before it."""
    request = provider_pb2.CreateRequest(urn=URN, properties=wire.encode({"byteLength": 4}), preview=True)
    planned = wire.decode(RandomProvider().Create(request, context()).properties)
    assert {name for name, value in planned.items() if value is UNKNOWN} == random_id.OUTPUTS


def test_a_refresh_keeps_the_value() -> None:
    """There is no cloud to ask."""
    properties = wire.encode({"hex": "00"})
    request = provider_pb2.ReadRequest(id="AA", urn=URN, properties=properties, inputs=properties)
    assert RandomProvider().Read(request, context()).properties == properties


def test_other_types_are_named() -> None:
    """The message lists what there is."""
    urn = "urn:pulumi:dev::shop::random:index/randomPet:RandomPet::pet"
    with pytest.raises(AbortedError, match=r"randomPet.*not supported by the local random provider; it knows random:"):
        RandomProvider().Check(provider_pb2.CheckRequest(urn=urn), context())
