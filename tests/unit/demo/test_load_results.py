"""What a load's results add up to."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.load_request import judge
from demo.load_results import Result, Results

HEADERS = {"x-bluegreen-color": "blue"}


def good(start: float, seconds: float, color: str = "blue") -> Result:
    """Make a good answer."""
    return Result(start, seconds, color, "1.0.0", "i-1", None, "fresh")


@pytest.mark.parametrize(
    ("status", "headers", "body", "failure"),
    [
        (200, HEADERS, b'{"color": "blue"}', None),
        (302, HEADERS, b'{"color": "blue"}', None),
        (503, HEADERS, b'{"color": "blue"}', "status 503"),
        (400, {}, b"", "status 400"),
        (200, HEADERS, b'{"color": "bl', "short body"),
        (200, HEADERS, b"", "short body"),
        (200, HEADERS, b'{"color": "green"}', "wrong color"),
        (200, {}, b'{"color": "blue"}', "wrong color"),
        (200, {}, b"{}", "wrong color"),
        (200, HEADERS, b"[]", "wrong color"),
    ],
)
def test_judgement(status: int, headers: dict[str, str], body: bytes, failure: str | None) -> None:
    """An answer is good only below 400, whole, and of the same color in header and body."""
    assert judge(status, headers, body) == failure


def test_first_and_last_are_told_by_start_and_by_end() -> None:
    """A request that started before a moment and ended after it counts by its end only."""
    results = Results([good(10, 1), good(19, 2), good(22, 1, "green"), good(25, 0.5, "green")])
    assert (results.last("blue", 20).by_start, results.last("blue", 20).by_end) == (None, 21)
    assert (results.first("green", 20).by_start, results.first("green", 20).by_end) == (22, 23)
    assert results.last("green").by_end == 25.5


def test_a_failed_answer_is_no_answer_of_its_color() -> None:
    """First and last look at good answers only."""
    failed = good(30, 1)._replace(failure="status 503")
    assert Results([good(10, 1), failed]).last("blue").by_start == 10


@given(st.lists(st.tuples(st.floats(0, 50), st.sampled_from([None, "reset", "status 503"]), st.sampled_from("bg"))))
def test_every_request_is_counted_once(items: list[tuple[float, str | None, str]]) -> None:
    """Good and failed ones make up what was sent, in the summary and over the seconds."""
    results = Results(good(start, 0, color)._replace(failure=failure) for start, failure, color in items)
    summary, seconds = results.summary(), results.per_second()
    assert summary["sent"] == len(items) == sum(summary["by_color"].values()) + summary["failed"]
    assert summary["failed"] == sum(summary["failures"].values())
    assert summary["answered"] == len(items) - summary["failures"].get("reset", 0)
    assert len(items) == sum(number for second in seconds for name, number in second.items() if name != "second")
    assert json.loads(json.dumps(summary)) == summary


def test_seconds_have_no_gaps() -> None:
    """A second without any answer is in the list, with zeros."""
    rows = Results([good(1, 0), good(4, 0, "green")]).per_second()
    assert [row["second"] for row in rows] == [1, 2, 3, 4]
    assert rows[1] == {"second": 2, "blue": 0, "green": 0, "failed": 0}
