"""Small shell programs that stand for the engine and for Go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path


class FakeProgram(Protocol):
    """Writes an executable shell script."""

    def __call__(self, file: Path, says: str = "", code: int = 0) -> Path:
        """Make `file` print `says` and end with `code`."""
        ...


@pytest.fixture
def fake_program() -> FakeProgram:
    """Return the maker of fake programs."""

    def make(file: Path, says: str = "", code: int = 0) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
        file.chmod(0o755)
        return file

    return make
