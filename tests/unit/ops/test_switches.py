"""The switch log as a person reads it."""

from __future__ import annotations

from typing import Any

from components.color import Color
from ops.history_table import lasted
from ops.switches import as_json, entry

SWITCHED: dict[str, Any] = {
    "event": "switched",
    "time": 1767225600.5,
    "who": "you@laptop",
    "from": "blue",
    "to": "green",
    "releases": {"blue": "1.0.0", "green": "1.1.0"},
    "weights": {"blue": 0, "green": 100},
    "seconds": {"first": 0.6, "total": 1.1},
}


def test_a_switch_is_told_with_releases_and_durations() -> None:
    """From which to which, of what kind, and after how many seconds who answered."""
    found = entry({**SWITCHED, "kind": "rollback"})
    assert (found.event, found.kind) == ("switched", "rollback")
    assert (found.source, found.target) == ("blue (1.0.0)", "green (1.1.0)")
    assert (found.seconds, found.answered) == (1.1, 0.6)
    assert found.weights == {Color.BLUE: 0, Color.GREEN: 100}
    assert as_json(found)["when"] == "2026-01-01T00:00:00.500Z"


def test_a_refusal_is_told_with_its_reason() -> None:
    """It moved nothing, so it has no weights."""
    found = entry(
        {"event": "refused", "time": 1, "who": "you", "what": "change", "color": "blue", "reason": "it soaks"}
    )
    assert (found.event, found.target, found.weights, found.reason) == ("refused", "blue", None, "it soaks")


def test_problems_of_a_switch_are_its_reason() -> None:
    """What was not verified says what was seen."""
    assert entry({**SWITCHED, "event": "not verified", "problems": ["a", "b"]}).reason == "a; b"


def test_a_record_of_another_time_is_told_as_far_as_it_goes() -> None:
    """An older program wrote less: nothing of it is lost, and nothing invented."""
    found = entry({"event": "switched"})
    assert (found.source, found.target, found.seconds, found.weights) == ("", "", None, None)


def test_a_switch_lasts_until_the_next_one() -> None:
    """Refusals between them change nothing; the newest stands still."""
    times = [("switched", 0), ("refused", 10), ("switched", 60)]
    records = [{**SWITCHED, "event": event, "time": time} for event, time in times]
    del records[1]["weights"]
    entries = [entry(record) for record in records]
    assert [lasted(entries, index) for index in range(3)] == [60, None, None]
