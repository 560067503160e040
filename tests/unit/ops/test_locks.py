"""Who holds a stack, asked without trying for the lock."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ops.locks import FOLDER, read_locks
from ops.picture import Lock

if TYPE_CHECKING:
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


def test_a_bucket_does_not_tell(engine: FakeEngine) -> None:
    """Nothing known is not the same as nothing held."""
    engine.address = "s3://bucket"
    assert read_locks(engine, STACKS) is None
