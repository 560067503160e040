"""How long a parked color needs: measured where a record tells, and never made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from components.color import Color
from components.records.records import read_records
from components.records.release_record import ReleaseRecord
from ops.unparking import Unparking, unparking
from tests.unit.components.fake_aws import NAMES
from tests.unit.ops.fake_engine import stacks

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

MADE = datetime(2026, 1, 1, tzinfo=UTC)
RECORD = NAMES.releases[Color.GREEN]


@pytest.fixture
def released(aws: FakeAws) -> FakeAws:
    """Green 1.2.0 was proven 45 s after its fleet was made; nothing else is on record of green."""
    record = aws.release(Color.GREEN, "1.2.0")
    aws.fleets[record.fleet].created = MADE
    aws.history[RECORD] = []
    _write(aws, record, 45)
    return aws


def _write(aws: FakeAws, record: ReleaseRecord, seconds: float) -> None:
    aws.put(RECORD, record.to_json(), MADE + timedelta(seconds=seconds))


def _record(aws: FakeAws) -> ReleaseRecord:
    return ReleaseRecord.from_json(aws.parameters[RECORD][0])


def _unparking(engine: FakeEngine) -> Unparking:
    found = stacks(engine)
    return unparking(found, read_records(found.record_names), Color.GREEN)


def test_it_takes_what_its_fleet_took(released: FakeAws, engine: FakeEngine) -> None:
    """Until its first proof, whatever was written since."""
    _write(released, replace(_record(released), parked=True), 4000)
    assert _unparking(engine).seconds == 45
    assert "about 45 s" in _unparking(engine).words()


def test_another_fleets_records_do_not_count(released: FakeAws, engine: FakeEngine) -> None:
    """Only the first one of the fleet that stands."""
    proof = _record(released)
    released.history[RECORD] = [("no record", MADE)]
    _write(released, replace(proof, fleet="green-1.1.0"), -500)
    _write(released, proof, 30)
    assert _unparking(engine).seconds == 30


def test_a_release_that_had_to_be_mended_measures_nothing(released: FakeAws, engine: FakeEngine) -> None:
    """Its record came hours after its fleet."""
    released.history[RECORD] = [(_record(released).to_json(), MADE + timedelta(hours=2))]
    assert _unparking(engine).seconds is None
    assert "not on record" in _unparking(engine).words()


def test_a_fleet_that_was_parked_from_the_start_measures_nothing(released: FakeAws, engine: FakeEngine) -> None:
    """It never booted anything before its proof."""
    released.history[RECORD] = []
    _write(released, replace(_record(released), parked=True), 3)
    assert _unparking(engine).seconds is None


@pytest.mark.parametrize("operation", ["GetParameterHistory", "DescribeAutoScalingGroups"])
def test_without_permission_nothing_is_known(released: FakeAws, engine: FakeEngine, operation: str) -> None:
    """Whoever may not read it is told the rest all the same."""
    found = stacks(engine)
    records = read_records(found.record_names)
    released.refuse(operation)
    assert unparking(found, records, Color.GREEN).seconds is None
