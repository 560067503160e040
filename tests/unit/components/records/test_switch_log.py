"""The switch log: a record per switch or refusal, which never fails a switch itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from botocore.exceptions import EndpointConnectionError

from components.records.switch_log import SwitchLog
from components.records.who import who
from tests.unit.components.scenes import LOG, engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.components.fake_aws import FakeAws


def _no_route() -> None:
    raise EndpointConnectionError(endpoint_url="nowhere")


def test_a_record_says_who_and_when_beside_its_facts(aws: FakeAws) -> None:
    """One event of JSON, written with one call."""
    LOG.write("switched", weights={"blue": 0, "green": 100})
    assert aws.calls == ["PutLogEvents"]
    record = json.loads(aws.log[0])
    assert record.pop("time") > 0
    assert record.pop("who") == who()
    assert record == {"event": "switched", "weights": {"blue": 0, "green": 100}}


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException", "ThrottlingException"])
def test_a_record_that_cannot_be_written_is_a_warning(aws: FakeAws, code: str) -> None:
    """It names the group, the reason and the record itself, so that nothing is lost."""
    aws.refuse("PutLogEvents", code)
    with engine() as said:
        LOG.write("switched", seconds=1.5)
    (warning,) = said.warn
    assert str(LOG.group) in warning
    assert ("logs:PutLogEvents" in warning) == (code == "AccessDeniedException")
    assert '"seconds": 1.5' in warning


def test_a_network_that_is_gone_is_a_warning(aws: FakeAws) -> None:
    """No answer is no reason to fail either."""
    aws.before["PutLogEvents"] = _no_route
    with engine() as said:
        LOG.write("switched")
    assert len(said.warn) == 1


def test_the_last_record_is_that_of_the_last_switch(aws: FakeAws) -> None:
    """Verified or not; a refusal after it moved nothing, so it does not hide what was moved."""
    assert LOG.last() == {}
    LOG.write("switched", release="1.0.0")
    LOG.write("not verified", release="1.1.0")
    LOG.write("refused", reason="not ready")
    assert LOG.last()["release"] == "1.1.0"
    assert aws.calls[-1] == "GetLogEvents"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda aws: aws.refuse("GetLogEvents"),
        lambda aws: aws.before.update(GetLogEvents=_no_route),
        lambda aws: aws.log.append("no JSON"),
    ],
)
def test_the_last_record_of_nothing_is_nothing(aws: FakeAws, spoil: Callable[[FakeAws], None]) -> None:
    """Not readable, not reachable, or written by somebody else."""
    LOG.write("switched")
    spoil(aws)
    assert LOG.last() == {}


def test_a_router_without_a_log_asks_nobody(aws: FakeAws) -> None:
    """In a preview of the very first update there is none yet."""
    SwitchLog(None).write("switched")
    assert SwitchLog(None).last() == {}
    assert aws.calls == []


def test_the_newest_records_come_page_by_page_oldest_first(aws: FakeAws) -> None:
    """AWS may answer with a short page before the end: the end is where its token repeats."""
    pages = [([3, 4], "b/1"), ([], "b/2"), ([1, 2], "b/3"), ([], "b/3")]
    answers = iter(pages)

    def page(**_: object) -> dict[str, object]:
        numbers, token = next(answers)
        return {"events": [{"message": json.dumps({"n": number})} for number in numbers], "nextBackwardToken": token}

    with mock.patch.object(aws, "_GetLogEvents", page, create=True):
        assert [record["n"] for record in LOG.newest(3)] == [2, 3, 4]
    answers = iter(pages)
    with mock.patch.object(aws, "_GetLogEvents", page, create=True):
        assert [record["n"] for record in LOG.newest(9)] == [1, 2, 3, 4]
    assert SwitchLog(None).newest(9) == []
