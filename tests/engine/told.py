"""What the program says, held against docs/how-a-switch-works.md, whose texts come from these tests."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from components.records.who import who
from tools.switch_doc import COMMAND, DOCUMENT, FOLDER, committed

if TYPE_CHECKING:
    from tests.engine.switch_stage import SwitchStage

SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")

PLACEHOLDERS = (
    (r"\bi-[0-9a-f]{17}\b", "i-0123456789abcdef0"),
    (r"/[0-9a-f]{16}\b", "/0123456789abcdef"),
    (r"-[0-9a-f]{7}\b", "-0a1b2c3"),
    (r"-[0-9a-f]{8}\b", "-0a1b2c3d"),
    (r"http://127\.0\.0\.1:\d+", "http://shop.example.com"),
    (r"\b\d+\.\d s\b", "0.6 s"),
    (r"of \d+ probes", "of 20 probes"),
)
"""What differs from run to run, and what stands for it."""


def told(stage: SwitchStage, name: str, text: str) -> None:
    """Assert that the document holds TEXT, one sentence per line, as the part NAME."""
    told_markdown(name, f"```text\n{SENTENCE.sub(chr(10), normal(stage, text))}\n```")


def told_record(stage: SwitchStage, name: str, record: dict[str, Any]) -> None:
    """As `told`, for a RECORD of the switch log: its figures are examples."""
    example = {
        **record,
        "time": 1767225600.0,
        "seconds": {"first": 0.61, "last_of_other": 0.55, "total": 1.14},
        "probes": 20,
        "answers": {"blue": 10, "green": 10},
    }
    told_markdown(name, f"```json\n{normal(stage, json.dumps(example, indent=2, sort_keys=True))}\n```")


def told_markdown(name: str, text: str) -> None:
    """Assert that the document holds TEXT as the part NAME; where the document is being written, hand it over."""
    if folder := os.environ.get(FOLDER):
        (Path(folder) / name).write_text(text)
        return
    assert committed().get(name) == text, f"{DOCUMENT.name} has another {name}; after a look at it: {COMMAND}"


def normal(stage: SwitchStage, text: str) -> str:
    """TEXT without what differs from run to run."""
    for role in ("router", "blue", "green"):
        text = text.replace(stage.workspace.stack(role), role)
    text = text.replace(who(), "you@laptop")
    for pattern, placeholder in PLACEHOLDERS:
        text = re.sub(pattern, placeholder, text)
    return text.strip()
