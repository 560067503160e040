"""Records: written the same way each time, read back as they were, changed by a switch and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.records.active_record import ActiveRecord, follow
from components.records.release_record import ReleaseRecord

COLORS = st.sampled_from(Color)
RELEASES = st.dictionaries(COLORS, st.text(max_size=8))
ACTIVE = st.builds(
    ActiveRecord,
    COLORS,
    st.none() | st.text(),
    st.none() | COLORS,
    st.none() | st.text(),
    st.lists(st.text()).map(tuple),
    st.booleans(),
)


@given(ACTIVE)
def test_an_active_record_survives_the_round_trip(record: ActiveRecord) -> None:
    """from_json(to_json(x)) = x."""
    assert ActiveRecord.from_json(record.to_json()) == record


@given(st.builds(ReleaseRecord))
def test_a_release_record_survives_the_round_trip(record: ReleaseRecord) -> None:
    """from_json(to_json(x)) = x."""
    assert ReleaseRecord.from_json(record.to_json()) == record


@given(ACTIVE, RELEASES)
def test_only_a_switch_changes_the_active_record(record: ActiveRecord, releases: dict[Color, str]) -> None:
    """A release of either color is no reason to write: the record's date is the clock of the soak."""
    assert follow(record, record.color, releases) == record


@given(ACTIVE, RELEASES)
def test_a_switch_remembers_where_it_came_from(record: ActiveRecord, releases: dict[Color, str]) -> None:
    """The record names both colors with the releases they had, and keeps what was marked bad."""
    switched = follow(record, record.color.other, releases)
    assert (switched.color, switched.previous_color) == (record.color.other, record.color)
    assert (switched.release, switched.previous_release) == (releases.get(switched.color), releases.get(record.color))
    assert switched.bad == record.bad


@given(ACTIVE, RELEASES, st.sampled_from(Color))
def test_what_is_marked_bad_is_remembered_once(record: ActiveRecord, releases: dict[Color, str], active: Color) -> None:
    """The same setting changes nothing twice, and is inert for the color that is the active one."""
    marked = follow(record, active, releases, f"{active.other.value}@9.9.9")
    assert marked.marks_bad(active.other, "9.9.9")
    assert follow(marked, active, releases, f"{active.other.value}@9.9.9") == marked
    assert follow(marked, active, releases) == marked
    assert follow(record, active, releases, f"{active.value}@9.9.9") == follow(record, active, releases)
    assert len(marked.to_json()) < 4096


def test_what_a_canary_showed_is_marked_without_a_new_soak() -> None:
    """The record's date begins anew; the color that got the canary's release is no way back any more."""
    record = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "0.9.0", soak=True)
    marked = follow(record, Color.BLUE, {Color.BLUE: "1.0.0", Color.GREEN: "1.1.0"}, "green@1.1.0")
    assert (marked.soak, marked.bad) == (False, ("green@1.1.0",))
    kept = follow(record, Color.BLUE, {Color.BLUE: "1.0.0", Color.GREEN: "0.9.0"}, "green@1.1.0")
    assert kept.soak


def test_the_first_record_has_no_past() -> None:
    """Bootstrap is not a switch."""
    assert follow(None, Color.BLUE, {}) == ActiveRecord(Color.BLUE)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"color": "red"}', '{"colour": "blue"}', "null"])
def test_a_record_changed_by_hand_is_named_as_such(text: str) -> None:
    """Anything that is no record is a ValueError, never a crash."""
    with pytest.raises(ValueError):  # noqa: PT011  any text of it
        ActiveRecord.from_json(text)
