"""The sample service: what the demo and the tests run, whatever service this repository is of.

A service's own stack files change with each release and each switch; what is promised of the code must not.
"""

from __future__ import annotations

from typing import Any

from components.settings.reader import NAMESPACE

PROJECT = NAMESPACE

SHARED: dict[str, Any] = {
    "aws:region": "us-east-1",
    "aws:defaultTags": {"tags": {"managed-by": "pulumi"}},
}
"""Settings of all three stacks with other namespaces than the project's."""

OWN: dict[str, Any] = {"service": "bluegreen", "capacity": {"min": 2, "max": 4}}
"""Settings of all three stacks by key without namespace."""

STACKS: dict[str, dict[str, str]] = {
    "router": {"active_color": "blue"},
    "blue": {"color": "blue", "release": "1.0.0"},
    "green": {"color": "green", "release": "1.1.0"},
}
"""Each stack's own settings, by role and by key without namespace."""


def project(name: str = PROJECT) -> dict[str, Any]:
    """What the Pulumi.yaml of a project called NAME says; the virtual environment comes by PATH."""
    settings = SHARED | stack(OWN, name)
    return {"name": name, "runtime": "python", "config": {key: {"value": value} for key, value in settings.items()}}


def stack(settings: dict[str, Any], name: str = PROJECT) -> dict[str, Any]:
    """SETTINGS, by key without namespace, as a stack file of a project called NAME holds them."""
    return {f"{name}:{key}": value for key, value in settings.items()}
