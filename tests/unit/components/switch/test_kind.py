"""What a move of traffic is called."""

from __future__ import annotations

import pytest

from components.color import Color, weights
from components.records.active_record import ActiveRecord
from components.records.records import Records
from components.records.release_record import ReleaseRecord
from components.settings.switching import Overrides
from components.switch.kind import kind_of
from tests.unit.components.scenes import BLUE, GREEN, switching

FIRST = ActiveRecord(Color.BLUE, "1.0.0")
SWITCHED = ActiveRecord(Color.GREEN, "1.1.0", Color.BLUE, "1.0.0", soak=True)
ROLLED_BACK = ActiveRecord(Color.BLUE, "1.0.0", Color.GREEN, "1.1.0")
CANARY = weights(Color.BLUE, (Color.GREEN, 10))
ON_GREEN = weights(Color.GREEN, (Color.BLUE, 50))

MOVES: dict[str, tuple[ActiveRecord | None, dict[Color, int], dict[Color, int], Color, str]] = {
    "first": (FIRST, BLUE, GREEN, Color.GREEN, "switch"),
    "without-record": (None, BLUE, GREEN, Color.GREEN, "switch"),
    "way-back": (SWITCHED, GREEN, BLUE, Color.BLUE, "rollback"),
    "way-back-by-halves": (SWITCHED, ON_GREEN, BLUE, Color.BLUE, "rollback"),
    "of-an-unfinished-switch": (FIRST, GREEN, BLUE, Color.BLUE, "rollback"),
    "again": (ROLLED_BACK, BLUE, GREEN, Color.GREEN, "switch"),
    "canary": (FIRST, BLUE, CANARY, Color.GREEN, "canary"),
    "less-canary": (FIRST, weights(Color.BLUE, (Color.GREEN, 50)), CANARY, Color.BLUE, "canary"),
    "canary-ends": (FIRST, CANARY, BLUE, Color.BLUE, "end of a canary"),
    "canary-wins": (FIRST, CANARY, GREEN, Color.GREEN, "switch"),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_has_one_kind(name: str) -> None:
    """By the record of the last switch and the weights before and after."""
    active, before, declared, color, kind = MOVES[name]
    records = Records(active, releases={Color.BLUE: _release("1.0.0"), Color.GREEN: _release("1.1.0")})
    assert kind_of(switching(declared), records, color, before) == kind


def test_a_way_back_that_got_another_release_is_a_switch() -> None:
    """It was not live before."""
    records = Records(SWITCHED, releases={Color.BLUE: _release("1.2.0"), Color.GREEN: _release("1.1.0")})
    assert kind_of(switching(BLUE), records, Color.BLUE, GREEN) == "switch"


def test_a_rescue_that_is_undone_is_no_rollback() -> None:
    """Somebody moved the traffic away by hand, and an override moves it back to where it was declared."""
    facts = switching(BLUE, overrides=Overrides(None, None, "0/100"))
    assert kind_of(facts, Records(FIRST), Color.BLUE, GREEN) == "switch"


def _release(release: str) -> ReleaseRecord:
    return ReleaseRecord(release, "ami-1", "fleet", "arn")
