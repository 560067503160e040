"""Write what the program really says into docs/how-a-switch-works.md: `python -m tools.switch_doc [pytest arguments]`.

The tests of the switch run once, and hand over each text that the document shows; about 6 minutes. With arguments, such
as `-k smoke`, only those tests run, and what they don't hand over stays as it is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent

DOCUMENT = ROOT / "docs" / "how-a-switch-works.md"

COMMAND = "python -m tools.switch_doc"

FOLDER = "BLUEGREEN_TOLD"
"""Environment variable: the folder into which the tests put the texts, one file by name."""

TESTS = (
    "tests/engine/test_gate.py",
    "tests/engine/test_live_weights.py",
    "tests/engine/test_switch.py",
    "tests/engine/test_verify.py",
)

PART = re.compile(r"(<!-- told: (?P<name>[a-z-]+) -->\n\n)(?P<text>.*?)(\n\n<!-- /told -->)", re.DOTALL)
"""One part of the document that comes from a test."""


def committed() -> dict[str, str]:
    """Return the parts of the document as it stands, by name."""
    return {part["name"]: part["text"] for part in PART.finditer(DOCUMENT.read_text())}


def with_parts(document: str, parts: dict[str, str]) -> str:
    """Return DOCUMENT with its PARTS brought up to date; raises KeyError for one that is not among them."""
    return PART.sub(lambda found: found[1] + parts[found["name"]] + found[4], document)


def main(arguments: list[str]) -> int:
    """Run the tests, with pytest's ARGUMENTS, and write the document; returns 0 when every part has text and place."""
    with tempfile.TemporaryDirectory(prefix="bluegreen-told-") as folder:
        command = [sys.executable, "-m", "pytest", "-q", *TESTS, *arguments]
        tests = subprocess.run(command, cwd=ROOT, env={**os.environ, FOLDER: folder}, check=False)
        told = {file.name: file.read_text() for file in Path(folder).iterdir()}
    stands = committed()
    parts = {**stands, **told} if arguments else told
    if tests.returncode or stands.keys() != parts.keys():
        print(f"not written: the tests ended with {tests.returncode};", end=" ")
        print(f"without a text: {sorted(stands.keys() - parts)}; without a place: {sorted(parts.keys() - stands)}")
        return 1
    DOCUMENT.write_text(with_parts(DOCUMENT.read_text(), parts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
