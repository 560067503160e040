"""The project's own folder for an engine: `.engine/bin`, whole or absent, with a stamp that says what it is."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine_version import PINNED, PROGRAMS

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

STAMP = "stamp"
UNFINISHED = "new-"  # prefix of the folders that are being filled


def digest_of(files: Sequence[Path]) -> str:
    """Return as one digest what an engine depends on: the pinned version and the content of the go.mod `files`."""
    digest = hashlib.sha256(PINNED.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class EngineFolder:
    """`root` is `.engine`; its `bin` goes on PATH."""

    root: Path

    @property
    def bin(self) -> Path:
        """Where the programs are."""
        return self.root / "bin"

    @property
    def lock(self) -> Path:
        """What a call holds while it changes the folder."""
        return self.root / "lock"

    def holds(self, stamp: str) -> bool:
        """Tell whether a whole engine is here whose stamp begins with `stamp`."""
        try:
            stamped = (self.bin / STAMP).read_text().strip()
        except OSError:
            return False
        return stamped.startswith(stamp) and not missing_in(self.bin)

    @contextmanager
    def replacing(self, stamp: str) -> Generator[Path]:
        """Give an empty folder to fill; when the block ends without an error, it becomes `bin` in one rename.

        After an error or an interrupt the earlier `bin`, if there was one, still stands and the new folder is gone.
        Call it only while holding `lock`. Raises FileNotFoundError when the block left a program out.
        """
        self._sweep()
        fresh = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.root))
        try:
            yield fresh
            if missing := missing_in(fresh):
                raise FileNotFoundError(", ".join(missing))
            (fresh / STAMP).write_text(f"{stamp}\n")
            fresh.chmod(0o755)
            self._put(fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _put(self, fresh: Path) -> None:
        if self.bin.exists():
            self.bin.rename(self.root / f"{UNFINISHED}replaced")
        fresh.rename(self.bin)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a killed call left behind."""
        self.root.mkdir(parents=True, exist_ok=True)
        for left in self.root.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left, ignore_errors=True)


def missing_in(folder: Path) -> list[str]:
    """Name the engine's programs that are not in `folder` or can't be executed."""
    return [name for name in PROGRAMS if not os.access(folder / name, os.X_OK)]
