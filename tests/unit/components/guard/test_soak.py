"""The soak and the drain: for a time after a switch, the color before it must stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from components.color import Color
from components.guard.drain import drain_seconds
from components.guard.soak import hold
from components.records.active_record import ActiveRecord, follow

SECONDS = st.integers(0, 10**6)
COLORS = st.sampled_from(Color)
SWITCHED = datetime(2026, 1, 31, 23, 59, 30, tzinfo=UTC)
TO_GREEN = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)


def _held(record: ActiveRecord | None, color: Color, after: float, *, soak: int = 0, drain: int = 0) -> bool:
    now = SWITCHED + timedelta(seconds=after)
    return hold(record, SWITCHED, color, soak=soak, drain=drain, now=now) is not None


@given(SECONDS, SECONDS, SECONDS)
def test_the_previous_color_is_held_for_the_longer_of_both(after: int, soak: int, drain: int) -> None:
    """The clock starts at the switch and runs across days and months."""
    assert _held(TO_GREEN, Color.BLUE, after, soak=soak, drain=drain) == (after < max(soak, drain))


@given(SECONDS, SECONDS, SECONDS)
def test_only_the_previous_color_is_held(after: int, soak: int, drain: int) -> None:
    """What carries the traffic is for the guard's other rule."""
    assert not _held(TO_GREEN, Color.GREEN, after, soak=soak, drain=drain)


@given(SECONDS, SECONDS, SECONDS)
def test_without_a_soak_only_the_drain_holds(after: int, soak: int, drain: int) -> None:
    """After a rollback the failed color stays as long as its clients may come back, and no longer."""
    record = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0", soak=False)
    assert _held(record, Color.GREEN, after, soak=soak, drain=drain) == (after < drain)


def test_a_soak_of_zero_is_none() -> None:
    """The setting turns it off."""
    assert not _held(TO_GREEN, Color.BLUE, 0, soak=0, drain=0)


@given(COLORS, SECONDS, SECONDS)
def test_nothing_is_held_without_a_switch(color: Color, soak: int, drain: int) -> None:
    """Neither without a record, nor without its date, nor after bootstrap."""
    now = SWITCHED
    assert hold(None, SWITCHED, color, soak=soak, drain=drain, now=now) is None
    assert hold(TO_GREEN, None, color, soak=soak, drain=drain, now=now) is None
    assert hold(ActiveRecord(color), SWITCHED, color, soak=soak, drain=drain, now=now) is None


def test_a_hold_says_until_when_and_why() -> None:
    """Whoever is refused learns both; of two reasons the one that lasts longer."""
    soaking = hold(TO_GREEN, SWITCHED, Color.BLUE, soak=86400, drain=30, now=SWITCHED)
    draining = hold(TO_GREEN, SWITCHED, Color.BLUE, soak=10, drain=30, now=SWITCHED)
    assert soaking is not None
    assert draining is not None
    assert soaking.until == SWITCHED + timedelta(days=1)
    assert soaking.reason == "it is the way back from green (1.1.0) until the soak ends"
    assert draining.until == SWITCHED + timedelta(seconds=30)
    assert draining.reason == "clients that it answered before the switch may come back to it"


@given(SECONDS, SECONDS, st.none() | SECONDS)
def test_the_drain_covers_whoever_may_come_back(delay: int, stickiness: int, keep_alive: int | None) -> None:
    """A cookie's last request may itself take the delay; a kept connection lives beside that."""
    drain = drain_seconds(delay, stickiness, keep_alive)
    assert drain >= stickiness + delay
    assert drain >= (keep_alive or 0)
    assert drain in {stickiness + delay, keep_alive}


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_new_release_begins_a_soak_and_its_rollback_ends_it(old: str, new: str) -> None:
    """There is no way back from the way back."""
    assume(old != new)
    releases = {Color.BLUE: old, Color.GREEN: new}
    switched = follow(ActiveRecord(Color.BLUE, old), Color.GREEN, releases)
    assert switched.soak
    assert switched.is_way_back(Color.BLUE, old)
    back = follow(switched, Color.BLUE, releases)
    assert not back.soak
    assert not back.is_way_back(Color.GREEN, new)


@given(st.text(), st.lists(COLORS, max_size=6))
def test_equal_releases_begin_no_soak(release: str, switches: list[Color]) -> None:
    """A drill goes to and fro as often as it likes."""
    record = ActiveRecord(Color.BLUE, release)
    for color in switches:
        record = follow(record, color, dict.fromkeys(Color, release))
        assert not record.soak


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_a_release_put_in_the_place_of_the_old_one_is_no_way_back(old: str, new: str, newest: str) -> None:
    """The way back is a color with the very release that was live; another one on it is a new release."""
    assume(len({old, new, newest}) == 3)
    switched = follow(ActiveRecord(Color.BLUE, old), Color.GREEN, {Color.BLUE: old, Color.GREEN: new})
    assert not switched.is_way_back(Color.BLUE, newest)
    assert not switched.is_way_back(Color.BLUE, None)
    assert follow(switched, Color.BLUE, {Color.BLUE: newest, Color.GREEN: new}).soak


STEPS = st.tuples(COLORS, st.none() | st.sampled_from("1234"))
"""A release to a color, or without one a switch to it."""


@given(st.lists(STEPS, max_size=12))
def test_any_history_leaves_a_record_that_is_true(steps: list[tuple[Color, str | None]]) -> None:
    """After any switches and releases: who is active, who was before, and a soak only between different releases."""
    releases = {Color.BLUE: "0", Color.GREEN: "0"}
    record = follow(None, Color.BLUE, releases)
    active, previous = Color.BLUE, None
    for color, release in steps:
        if release is not None:
            releases[color] = release
        elif color is not active:
            active, previous = color, active
        record, before = follow(record, active, releases), record
        assert (record.color, record.previous_color) == (active, previous)
        assert not record.soak or record.release != record.previous_release
        if record != before:
            assert record.release == releases[active]
            assert record.soak == (
                record.release != record.previous_release and not before.is_way_back(active, record.release)
            )
