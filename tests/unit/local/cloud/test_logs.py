"""CloudWatch Logs keeps events as a program that writes its own log needs it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from tests.unit.local.cloud.stack import Stack

GROUP, STREAM = "/shop/switches", "main"


def put(stack: Stack, *messages: str) -> None:
    """Write MESSAGES in one call, as of now."""
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": message} for message in messages]
    stack.logs.put_log_events(logGroupName=GROUP, logStreamName=STREAM, logEvents=events)  # pyright: ignore[reportArgumentType]


def messages(stack: Stack, *, head: bool, limit: int) -> list[str]:
    """Messages of the stream, LIMIT at most, from its HEAD or its end."""
    found = stack.logs.get_log_events(logGroupName=GROUP, logStreamName=STREAM, startFromHead=head, limit=limit)
    return [event.get("message", "") for event in found["events"]]


@pytest.fixture
def stream(stack: Stack) -> None:
    """Make a log group with one stream."""
    stack.logs.create_log_group(logGroupName=GROUP)
    stack.logs.create_log_stream(logGroupName=GROUP, logStreamName=STREAM)


@pytest.mark.usefixtures("stream")
def test_the_newest_event_can_be_asked_for(stack: Stack) -> None:
    """Read from the end with a limit of one, it is the last one written, also within one millisecond."""
    assert messages(stack, head=False, limit=1) == []
    put(stack, "first", "second")
    put(stack, "third")
    assert messages(stack, head=False, limit=1) == ["third"]
    assert messages(stack, head=False, limit=2) == ["second", "third"]
    assert messages(stack, head=True, limit=1) == ["first"]


@pytest.mark.usefixtures("stream")
def test_a_stream_is_described_with_its_events(stack: Stack) -> None:
    """Its last event's time shows in DescribeLogStreams."""
    (empty,) = stack.logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=STREAM)["logStreams"]
    assert (empty.get("logStreamName"), empty.get("lastEventTimestamp")) == (STREAM, None)
    put(stack, "first")
    (written,) = stack.logs.describe_log_streams(logGroupName=GROUP, logStreamNamePrefix=STREAM)["logStreams"]
    assert abs(written.get("lastEventTimestamp", 0) / 1000 - time.time()) < 60


def test_an_event_needs_a_group_and_a_stream(stack: Stack) -> None:
    """Without either one it is AWS's ResourceNotFoundException."""
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        put(stack, "lost")
    stack.logs.create_log_group(logGroupName=GROUP)
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        put(stack, "lost")


@pytest.mark.usefixtures("stream")
def test_a_stream_is_made_once(stack: Stack) -> None:
    """The second of a name is refused."""
    with pytest.raises(ClientError, match="ResourceAlreadyExistsException"):
        stack.logs.create_log_stream(logGroupName=GROUP, logStreamName=STREAM)
