"""One at a time: a second call waits until the first has ended, then finds the work done."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextmanager
def locked(file: Path) -> Generator[None]:
    """Hold `file` locked during the block. The kernel frees it when the holder ends, however it ends."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another call that does the same ...", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
