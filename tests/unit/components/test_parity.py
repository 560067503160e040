"""Blue and green are the same thing."""

import json
import re

import pytest

from tests.unit.components.harness import Graph, decoded, deploy, inputs
from tests.unit.components.programs import environment


def _renamed(graph: Graph, color: str) -> dict[str, str]:
    """Every registration as text, by its type and name, with the color's name (as a whole word) replaced."""

    def rename(text: str) -> str:
        return re.sub(rf"\b{color}\b", "COLOR", text)

    return {
        rename(f"{token} {name}"): rename(
            json.dumps(
                {
                    "inputs": _readable(inputs(request)),
                    "parent": request.parent,
                    "protect": request.protect,
                    "dependencies": sorted(request.dependencies),
                    "ignored": list(request.ignoreChanges),
                    "replacement_trigger": str(request.replacement_trigger),
                    "hooks": str(request.hooks),
                },
                sort_keys=True,
            )
        )
        for (token, name), request in graph.requests.items()
    }


def _readable(properties: dict[str, object]) -> dict[str, object]:
    """Base64 would hide the color's name."""
    return {key: decoded(str(value)) if key == "userData" else value for key, value in properties.items()}


@pytest.mark.parametrize("prefix", ["", "staging-"])
def test_blue_and_green_are_equal_after_renaming(prefix: str) -> None:
    """After replacing the color's name, both graphs are equal, properties, parents, hooks and options included."""
    blue = _renamed(deploy(environment("blue"), f"{prefix}blue"), "blue")
    green = _renamed(deploy(environment("green"), f"{prefix}green"), "green")
    assert blue == green


def test_one_other_property_is_seen() -> None:
    """The comparison is not blind: one property of one resource of one color makes it unequal."""
    blue = _renamed(deploy(environment("blue"), "blue"), "blue")
    green = _renamed(deploy(environment("green", log_retention=31), "green"), "green")
    assert [name for name in blue if blue[name] != green[name]] == ["aws:cloudwatch/logGroup:LogGroup COLOR-logs"]
