"""A check's scene: both colors behind their preview route, and the document of one run."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema

from ops import app
from tests.unit.components.web import Asked, Reply, Site, named

if TYPE_CHECKING:
    import pytest

SCHEMA: dict[str, Any] = json.loads((Path(app.__file__).parent.parent / "docs" / "check.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
"""What the document of every check is held to."""

QUICK = ("--requests", "20", "--rate", "200")
"""Too few for a verdict on latency, so that no machine is too slow for it."""

RELEASES = {"blue": "1.0.0", "green": "1.1.0"}

FAULTY: dict[str, int] = {}
"""Statuses by color and path, where it is not 200; each test sets its own."""


def route(_count: int, asked: Asked) -> Reply:
    """A load balancer with a preview route before both colors."""
    color = asked.headers.get("x-bluegreen", "blue")
    return named(color, RELEASES[color], FAULTY.get(color + asked.path, 200))


def check(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> dict[str, Any]:
    """The document of a check that ended with CODE."""
    assert app.run(["check", *QUICK, "--json", *words]) == code
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(document)
    return document


def outcomes(document: dict[str, Any]) -> dict[str, str]:
    """How each check of DOCUMENT ended."""
    return {each["name"]: each["outcome"] for each in document["checks"]}


def reason(document: dict[str, Any], name: str) -> str:
    """Why the check NAME of DOCUMENT ended as it did."""
    return next(each["reason"] for each in document["checks"] if each["name"] == name)


def asked(site: Site, path: str = "/") -> Counter[str]:
    """How often each color was asked for PATH."""
    return Counter(asked.headers.get("x-bluegreen", "") for asked in site.asked if asked.path == path)
