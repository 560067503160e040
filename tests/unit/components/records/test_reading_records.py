"""One look at the records: what is there, what is missing, what somebody damaged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.active_record import ActiveRecord
from components.records.records import DamagedRecordError, read_records
from tests.unit.components.fake_aws import NAMES

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws

SWITCHED = datetime(2026, 1, 31, tzinfo=UTC)


def test_everything_is_read_with_one_call(aws: FakeAws) -> None:
    """The gate looks at five parameters and pays for one look."""
    aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json(), SWITCHED)
    records = read_records(NAMES)
    assert aws.calls == ["GetParameters"]
    assert records.active == ActiveRecord(Color.BLUE, "1.0.0")
    assert records.changed == SWITCHED
    assert records.release_names == {Color.BLUE: "1.0.0", Color.GREEN: "1.1.0"}
    assert records.named(Color.GREEN) == "green (1.1.0)"


def test_what_is_not_there_is_left_out(aws: FakeAws) -> None:
    """Before the first release there is nothing on record, and that is no error."""
    aws.parameters.clear()
    records = read_records(NAMES)
    assert (records.active, records.changed, records.release_names) == (None, None, {})
    assert records.release(Color.GREEN) is None
    assert records.named(Color.GREEN) == "green"


def test_a_damaged_record_names_its_parameter_and_its_history(aws: FakeAws) -> None:
    """The command that finds the last good value stands in the message."""
    aws.put(NAMES.active, "blue")
    with pytest.raises(DamagedRecordError, match=f"get-parameter-history --name {NAMES.active}"):
        read_records(NAMES, strict=False)


def test_a_damaged_release_record_stands_in_no_ones_way_but_its_colors(aws: FakeAws) -> None:
    """The color's own deployment stops; a switch away from it must not."""
    aws.put(NAMES.releases[Color.BLUE], "{}")
    with pytest.raises(DamagedRecordError, match=NAMES.releases[Color.BLUE]):
        read_records(NAMES)
    records = read_records(NAMES, strict=False)
    assert records.release_names == {Color.GREEN: "1.1.0"}


def test_a_damaged_intent_counts_as_none(aws: FakeAws) -> None:
    """It is only ever written anew."""
    aws.put(NAMES.intents[Color.GREEN], "{")
    assert read_records(NAMES).intents == {}
