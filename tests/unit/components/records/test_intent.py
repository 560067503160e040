"""An intent: open while its work is under way, and no longer than it says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.color import Color
from components.records.intent import TEARDOWN, Intent, declare_intent, withdraw_intent
from components.records.records import Records, read_records
from components.records.release_record import ReleaseRecord
from tests.unit.components.fake_aws import NAMES

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

OLD, NEW = (ReleaseRecord(release, "ami-1", "green-1", "arn:green") for release in ("1.0.0", "1.1.0"))
FINITE = st.floats(allow_nan=False, allow_infinity=False)


def _intent(version: str = NEW.version, lasts: float = 60) -> Intent:
    return Intent("me@here", "release 1.1.0", version, time.time() + lasts)


@pytest.mark.parametrize(
    ("record", "version", "lasts", "is_open"),
    [
        (OLD, NEW.version, 60, True),
        (None, NEW.version, 60, True),
        (NEW, NEW.version, 60, False),
        (OLD, NEW.version, -1, False),
        (OLD, TEARDOWN, 60, True),
        (None, TEARDOWN, 60, True),
        (NEW, TEARDOWN, -1, False),
    ],
)
def test_an_intent_ends_with_its_work_or_its_time(
    record: ReleaseRecord | None,
    version: str,
    lasts: float,
    is_open: bool,  # noqa: FBT001
) -> None:
    """Done when the record holds that very version; given up for dead when the time that it asked for is over."""
    assert _intent(version, lasts).is_open(record) == is_open
    releases = {Color.GREEN: record} if record else {}
    found = Records(releases=releases, intents={Color.GREEN: _intent(version, lasts)}).open_intent(Color.GREEN)
    assert (found is not None) == is_open


@given(st.builds(Intent, st.text(), st.text(), st.text(), FINITE))
def test_an_intent_survives_the_round_trip(intent: Intent) -> None:
    """from_json(to_json(x)) = x."""
    assert Intent.from_json(intent.to_json()) == intent


@pytest.mark.parametrize("text", ["", "{", "[]", '{"who": "me"}', "null"])
def test_what_is_no_intent_is_named_as_such(text: str) -> None:
    """Anything else is a ValueError, never a crash."""
    with pytest.raises(ValueError):  # noqa: PT011  any text of it
        Intent.from_json(text)


def test_an_intent_is_written_over_and_withdrawn(aws: FakeAws) -> None:
    """The stack's lock allows no second writer, and whoever withdraws twice is not blamed."""
    parameter = NAMES.intents[Color.GREEN]
    declare_intent(parameter, _intent("first"))
    declare_intent(parameter, _intent("second"))
    found = read_records(NAMES).open_intent(Color.GREEN)
    assert found is not None
    assert found.version == "second"
    withdraw_intent(parameter)
    withdraw_intent(parameter)
    assert read_records(NAMES).open_intent(Color.GREEN) is None
    assert parameter not in aws.parameters
