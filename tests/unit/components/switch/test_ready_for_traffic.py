"""Ready for traffic: what a color must show before it gets more of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.switch.color_health import NOT_IN_USE, ColorHealth, Fleet
from components.switch.ready_for_traffic import Need, shortfalls, shortfalls_in_need

REASONS = ("unhealthy (Target.ResponseCodeMismatch)", "initial (Elb.InitialHealthChecking)", "draining", NOT_IN_USE)
NEEDS = st.builds(Need, st.integers(1, 8), st.floats(0, 3, allow_nan=False))
UNHEALTHY = st.sampled_from(REASONS)
COUNTS = st.integers(0, 8)


def _color(healthy: int, *others: str, strangers: int = 0) -> ColorHealth:
    """Green with HEALTHY targets, OTHERS in the states named, and healthy STRANGERS beside its fleet."""
    own = {f"i-{index}": state for index, state in enumerate(["healthy"] * healthy + list(others))}
    foreign = {f"x-{index}": "healthy" for index in range(strangers)}
    fleet = Fleet("green-1", frozenset(own), len(own), len(own))
    return ColorHealth(Color.GREEN, "1.1.0", fleet, {**own, **foreign})


@given(COUNTS, COUNTS, NEEDS)
def test_all_healthy_of_one_fleet_and_enough_is_ready(extra: int, live: int, need: Need) -> None:
    """Nothing else is asked of a color than the floor, all of it healthy, all of it its own."""
    assert shortfalls(_color(need.floor(live) + extra), live, need) == []


@given(COUNTS, COUNTS, NEEDS, UNHEALTHY)
def test_one_target_that_is_not_healthy_refuses(healthy: int, live: int, need: Need, state: str) -> None:
    """Whatever else stands there: a load balancer fails open when all is unhealthy, so none may be."""
    assert shortfalls(_color(healthy, state), live, need)


@given(st.integers(1, 8), COUNTS, NEEDS, st.integers(1, 4))
def test_one_target_of_another_fleet_refuses(healthy: int, live: int, need: Need, strangers: int) -> None:
    """A target that no release record names was never proven, however healthy; in need too."""
    color = _color(healthy, strangers=strangers)
    for rule in (shortfalls, shortfalls_in_need):
        assert "not belong to its fleet on record" in "; ".join(rule(color, live, need))


@given(st.integers(1, 8), COUNTS, NEEDS, st.data())
def test_a_fleet_that_is_to_shrink_too_far_refuses(healthy: int, live: int, need: Need, data: st.DataObject) -> None:
    """All of it serves still, and too much of it is about to end; in need too."""
    color = _color(healthy)
    assert color.fleet is not None
    desired = data.draw(st.integers(0, min(healthy, need.min_targets) - 1))
    parting = replace(color, fleet=replace(color.fleet, desired=desired))
    for rule in (shortfalls, shortfalls_in_need):
        found = "; ".join(rule(parting, live, need))
        assert f"but its fleet is to have {desired}: it is being parked or scaled in" in found


@given(COUNTS, st.integers(1, 4), COUNTS, NEEDS)
def test_more_targets_than_a_fleet_is_to_have_hurt_nobody(desired: int, more: int, live: int, need: Need) -> None:
    """A fleet whose zones are rebalanced has more for a while: it is as ready as with those that stay; in need too."""
    color, calm = _color(desired + more), _color(desired)
    assert color.fleet is not None
    growing = replace(color, fleet=replace(color.fleet, desired=desired))
    for rule in (shortfalls, shortfalls_in_need):
        if not rule(calm, live, need):
            assert not rule(growing, live, need)


@given(COUNTS, COUNTS, NEEDS)
def test_more_healthy_targets_never_hurt(healthy: int, live: int, need: Need) -> None:
    """What is ready stays ready with one healthy target more, also in need."""
    for rule in (shortfalls, shortfalls_in_need):
        if not rule(_color(healthy), live, need):
            assert not rule(_color(healthy + 1), live, need)


@given(COUNTS, st.lists(UNHEALTHY, min_size=1, max_size=4), COUNTS, NEEDS)
def test_a_target_that_heals_never_hurts_in_need(healthy: int, others: list[str], live: int, need: Need) -> None:
    """In need the number of healthy targets counts, and nothing but it."""
    if not shortfalls_in_need(_color(healthy, *others), live, need):
        assert not shortfalls_in_need(_color(healthy + 1, *others[1:]), live, need)


@given(COUNTS, st.lists(UNHEALTHY, max_size=4), COUNTS, st.integers(1, 8), st.floats(1, 3, allow_nan=False))
def test_need_is_never_stricter(healthy: int, others: list[str], live: int, least: int, ratio: float) -> None:
    """A color that is ready is ready in need, unless capacity_ratio asks for less than what live has."""
    color, need = _color(healthy, *others), Need(least, ratio)
    if not shortfalls(color, live, need):
        assert not shortfalls_in_need(color, live, need)


@given(COUNTS, NEEDS)
def test_the_floor_holds_both_bounds(live: int, need: Need) -> None:
    """At least min_targets, at least the share of what is in service, and not a target more than that."""
    floor = need.floor(live)
    assert floor >= need.min_targets
    assert floor >= need.capacity_ratio * live - 1e-6
    assert floor == need.min_targets or floor - 1 < need.capacity_ratio * live


@pytest.mark.parametrize(("ratio", "live", "floor"), [(1.0, 4, 4), (0.5, 5, 3), (0.1, 30, 3), (1.1, 10, 11), (0, 9, 1)])
def test_a_share_is_rounded_up_and_no_further(ratio: float, live: int, floor: int) -> None:
    """A tenth of 30 is 3, whatever binary fractions make of it."""
    assert Need(1, ratio).floor(live) == floor


@pytest.mark.parametrize(
    ("color", "live", "said"),
    [
        (_color(0), 0, "0 of 0 healthy: it has no targets"),
        (_color(1, REASONS[0]), 1, "1 of 2 healthy: 1 unhealthy (Target.ResponseCodeMismatch): a switch needs every"),
        (_color(0, *REASONS[:1] * 2), 0, "0 of 2 healthy: 2 unhealthy (Target.ResponseCodeMismatch)"),
        (_color(1, "draining (Target.DeregistrationInProgress)"), 1, "1 draining (Target.DeregistrationInProgress)"),
        (_color(2), 4, "2 healthy, and 4 are needed beside 4 in service (capacity_ratio 1)"),
        (_color(2, strangers=1), 2, "1 target does not belong to its fleet on record, green-1: x-0"),
        (_color(2, strangers=4), 2, "4 targets do not belong to its fleet on record, green-1: x-0, x-1, x-2…"),
        (replace(_color(2), release=None), 2, "it has no release record, so nothing on it was ever proven"),
        (replace(_color(2), fleet=None), 2, "the fleet of its release 1.1.0 is gone"),
    ],
)
def test_each_refusal_says_what_it_saw(color: ColorHealth, live: int, said: str) -> None:
    """Counts, each reason code with how many targets, and the setting that asks for more."""
    assert said in "; ".join(shortfalls(color, live, Need()))


def test_too_few_names_the_setting() -> None:
    """Whoever asked for three learns where."""
    (said,) = shortfalls(_color(2), 0, Need(min_targets=3))
    assert said == "2 healthy, at least 3 needed (min_targets)"


@pytest.mark.parametrize(
    ("color", "live", "said"),
    [
        (
            _color(0, *REASONS[:1] * 4),
            0,
            "0 of 4 healthy: 4 unhealthy (Target.ResponseCodeMismatch), at least 1 needed",
        ),
        (_color(3, REASONS[0]), 4, "fewer than the 4 of the color that carries traffic"),
        (_color(3, REASONS[0]), 3, None),
        (_color(3, REASONS[0]), 0, None),
    ],
)
def test_in_need_no_client_is_worse_off(color: ColorHealth, live: int, said: str | None) -> None:
    """No fewer healthy targets than live has, and at least min_targets; an unhealthy one stands in no one's way."""
    found = "; ".join(shortfalls_in_need(color, live, Need()))
    assert said in found if said else not found


@given(st.integers(1, 8), NEEDS)
def test_unused_targets_pass_only_without_a_listener(count: int, need: Need) -> None:
    """AWS checks nobody before a listener stands; where one does, an unused target proves nothing."""
    color = _color(0, *[NOT_IN_USE] * count)
    for rule in (shortfalls, shortfalls_in_need):
        assert rule(color, 0, need)
        assert (not rule(color, 0, need, checked=False)) == (count >= need.min_targets)
