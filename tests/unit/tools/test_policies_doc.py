"""The document of the policy pack says what its rules say."""

from __future__ import annotations

import re

import yaml

from tools.engine_build import TOOLS
from tools.policies_doc import DOCUMENT, document

PACK = TOOLS.parent / "policy"


def test_the_document_is_current() -> None:
    """Written anew it is the same; if not: python -m tools.policies_doc."""
    assert DOCUMENT.read_text() == document()


def test_the_pack_names_the_environment_that_make_fills() -> None:
    """The official language host starts the pack there."""
    runtime = yaml.safe_load((PACK / "PulumiPolicy.yaml").read_text())["runtime"]
    assert runtime == {"name": "python", "options": {"toolchain": "pip", "virtualenv": ".venv"}}


def test_the_packs_lock_holds_what_it_allows() -> None:
    """Exactly those versions, and it names no index."""
    wanted = re.findall(r"^(\S+==\S+)", (PACK / "requirements.in").read_text(), re.MULTILINE)
    locked = (PACK / "requirements.txt").read_text()
    assert wanted
    assert set(wanted) <= set(re.findall(r"^(\S+==\S+)", locked, re.MULTILINE))
    assert "://" not in locked
    program = (TOOLS.parent / "requirements.txt").read_text()
    assert [line for line in wanted if line.startswith("pulumi==")] == re.findall(
        r"^(pulumi==\S+)", program, re.MULTILINE
    )
