"""Who holds a stack, asked without trying for the lock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from ops.locks import FOLDER, read_locks
from ops.picture import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.ops.fake_engine import FakeEngine

STACKS = ("router", "blue", "green")
HELD = {"pid": 7, "username": "you", "hostname": "laptop", "timestamp": "2026-01-01T12:00:00.123456789Z"}


def _hold(backend: Path, stack: str, text: str) -> Path:
    file = backend / FOLDER / "bluegreen" / stack / "0a1b.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


def test_a_backend_of_files_tells_the_holder(engine: FakeEngine, tmp_path: Path) -> None:
    """Whose it is, on which machine, and since when; a query of the address is no part of the folder."""
    engine.address = f"file://{tmp_path}?metadata=skip"
    assert read_locks(engine, STACKS) == ()
    _hold(tmp_path, "blue", json.dumps(HELD))
    since = datetime(2026, 1, 1, 12, 0, 0, 123456, UTC)
    assert read_locks(engine, STACKS) == (Lock("blue", "you@laptop (pid 7)", since),)


def test_a_lock_that_cannot_be_read_is_still_a_lock(engine: FakeEngine, tmp_path: Path) -> None:
    """Its file is named."""
    engine.address = f"file://{tmp_path}"
    file = _hold(tmp_path, "green", "{")
    assert read_locks(engine, STACKS) == (Lock("green", f"whoever wrote {file}"),)


def test_a_service_tells_which_stacks_are_updated(engine: FakeEngine) -> None:
    """Not by whom."""
    engine.address = "https://api.pulumi.com"
    assert read_locks(engine, STACKS) == (Lock("green", "an update that is under way"),)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of an S3 with one bucket."""
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        s3 = boto3.client("s3", "us-east-1")
        s3.create_bucket(Bucket="bucket")
        yield s3


@pytest.mark.parametrize(("address", "below"), [("s3://bucket?region=us-east-1", ""), ("s3://bucket/a/b", "a/b/")])
def test_a_bucket_tells_the_holder(address: str, below: str, engine: FakeEngine, bucket: Any) -> None:
    """As a folder does, also below a path; other projects' locks are theirs."""
    engine.address = address
    assert read_locks(engine, STACKS) == ()
    for project in ("bluegreen", "shop"):
        bucket.put_object(Bucket="bucket", Key=f"{below}{FOLDER}/{project}/blue/0a1b.json", Body=json.dumps(HELD))
    since = datetime(2026, 1, 1, 12, 0, 0, 123456, UTC)
    assert read_locks(engine, STACKS) == (Lock("blue", "you@laptop (pid 7)", since),)


def test_a_bucket_that_may_not_be_read_does_not_tell(engine: FakeEngine, bucket: Any) -> None:
    """Nothing known is not the same as nothing held."""
    bucket.delete_bucket(Bucket="bucket")
    engine.address = "s3://bucket?region=us-east-1"
    assert read_locks(engine, STACKS) is None


def test_other_buckets_do_not_tell(engine: FakeEngine) -> None:
    """As above."""
    engine.address = "gs://bucket"
    assert read_locks(engine, STACKS) is None
