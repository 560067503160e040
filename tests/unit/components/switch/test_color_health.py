"""One look at a color: its targets, and the fleet that its release record names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.records.records import Records, read_records
from components.switch.color_health import NOT_IN_USE, ColorHealth, Fleet, look_at_color, look_at_fleets
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

TIMEOUT = "unhealthy (Target.Timeout)"
STATES = st.dictionaries(st.text(max_size=3), st.sampled_from(["healthy", TIMEOUT, "draining", NOT_IN_USE]))


@given(STATES, st.frozensets(st.text(max_size=3)))
def test_every_target_is_counted_once(states: dict[str, str], members: frozenset[str]) -> None:
    """Healthy and the others make all; a stranger is whoever is registered and no member."""
    seen = ColorHealth(Color.GREEN, "1.1.0", Fleet("green-1", members, 0, 0), states)
    assert 0 <= seen.healthy <= seen.registered == len(states)
    assert seen.all_healthy == (bool(states) and set(states.values()) == {"healthy"})
    assert seen.never_checked == (bool(states) and set(states.values()) == {NOT_IN_USE})
    assert set(seen.strangers) == set(states) - members
    assert seen.describe().startswith(f"{seen.healthy} of {len(states)} healthy")


@given(STATES, st.none() | st.integers(0, 9))
def test_what_a_fleet_is_about_to_end_does_not_last(states: dict[str, str], desired: int | None) -> None:
    """A fleet keeps no more than it is told to have; without one on record nobody ends anything."""
    fleet = None if desired is None else Fleet("green-1", frozenset(states), len(states), desired)
    seen = ColorHealth(Color.GREEN, "1.1.0", fleet, states)
    assert seen.lasting == (seen.healthy if desired is None else min(seen.healthy, desired))


def test_the_description_counts_each_reason() -> None:
    """In the order of their names, so that two looks can be compared."""
    states = {"a": "healthy", "b": TIMEOUT, "c": "draining", "d": TIMEOUT}
    assert ColorHealth(Color.GREEN, states=states).describe() == (
        "1 of 4 healthy: 1 draining; 2 unhealthy (Target.Timeout)"
    )
    assert ColorHealth(Color.GREEN, states={"a": "healthy"}).describe() == "1 of 1 healthy"


def test_both_fleets_are_looked_at_with_one_call(aws: FakeAws) -> None:
    """Each by its color; one that is gone is left out."""
    records = read_records(NAMES)
    del aws.fleets["blue-1.0.0"]
    aws.calls.clear()
    fleets = look_at_fleets(records)
    assert aws.calls == ["DescribeAutoScalingGroups"]
    assert set(fleets) == {Color.GREEN}
    assert (fleets[Color.GREEN].name, fleets[Color.GREEN].desired) == ("green-1.1.0", 2)


def test_without_a_record_nobody_is_asked(aws: FakeAws) -> None:
    """AWS takes an empty list of names for all groups of the account."""
    assert look_at_fleets(Records()) == {}
    assert aws.calls == []


@pytest.mark.parametrize("state", ["Pending", "Terminating", "Standby", "InService"])
def test_only_what_is_in_service_is_capacity(aws: FakeAws, state: str) -> None:
    """Others belong to the fleet, and serve nobody."""
    fleet = aws.fleets["green-1.1.0"]
    fleet.instances["i-green-1.1.0-1"] = state
    seen = look_at_fleets(read_records(NAMES))[Color.GREEN]
    assert seen.in_service == (2 if state == "InService" else 1)
    assert seen.members == set(fleet.instances)


def test_a_state_is_shown_with_its_reason(aws: FakeAws) -> None:
    """As AWS spells both; a color that lost its record has no release, and its targets are all strangers."""
    aws.release(Color.GREEN, "1.1.0", 1, (TIMEOUT, "draining"))
    seen = look_at_color(Color.GREEN, TARGET_GROUPS[Color.GREEN], Records(), {})
    assert list(seen.states.values()) == ["healthy", TIMEOUT, "draining"]
    assert (seen.release, seen.fleet, len(seen.strangers)) == (None, None, 3)
