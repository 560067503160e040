"""A stack's file, so that what could not be applied does not stay declared."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from ops.project import read_project, short

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

ENDINGS = (".yaml", ".yml")


class StackFile:
    """The file of STACK in the project's FOLDER."""

    def __init__(self, folder: Path, stack: str) -> None:
        """Find it."""
        self.path = _find(folder, stack)
        self._before: bytes | None = None
        self._declared: bytes | None = None

    @contextlib.contextmanager
    def declaring(self) -> Generator[None]:
        """A block that writes it, whole or in part: it is put back to what it was before."""
        self._before = self._text()
        try:
            yield
        finally:
            self._declared = self._text()

    def take_back(self) -> bool:
        """Put it back as it was; False where somebody else changed it since, and it stays."""
        if self._declared is None or self._text() == self._before:
            return True
        if self._text() != self._declared:
            return False
        if self._before is None:
            self.path.unlink()
        else:
            self.path.write_bytes(self._before)
        return True

    def _text(self) -> bytes | None:
        return self.path.read_bytes() if self.path.exists() else None


def _find(folder: Path, stack: str) -> Path:
    """Where the engine keeps the settings of STACK, of whose full name only the last part counts."""
    place = folder / (read_project(folder).get("stackConfigDir") or ".")
    name = f"Pulumi.{short(stack)}"
    found = (place / f"{name}{ending}" for ending in ENDINGS)
    return next((path for path in found if path.exists()), place / f"{name}{ENDINGS[0]}")
