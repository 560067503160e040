"""What two graphs that should be equal differ in, and which of it may differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ops.graph import without_release
from ops.live import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ops.graph import Node

TAGS, COPIES = ".tags", ".tagsAll"
"""The second holds what the first holds, and the default tags: told where the first does not tell it."""

CAPACITY = frozenset({"desiredCapacity", "minSize", "maxSize", "predictedCapacity"})
"""What scaling changes, and what `capacity` and `parked` declare."""

MADE_BY_A_RELEASE = frozenset(
    {"imageId", "image", "digests", "latestVersion", "defaultVersion", "version", "userData", "instanceType"}
)
"""What is fixed at a color's release, so that two releases may have been made from different ones."""

COUNTERS = frozenset({"latestVersion", "defaultVersion", "version"})
"""AWS counts there how often a template or a record was written: its past, and nothing that runs."""

NOTED = frozenset({"parked"})


@dataclass(frozen=True)
class Difference:
    """One path with both values; ABSENT where one color has nothing there.

    `why` says why it may differ (`release`, `capacity`, `parked`); None for what must not.
    """

    path: str
    blue: Any
    green: Any
    why: str | None = None


def compare(
    blue: Mapping[str, Node], green: Mapping[str, Node], releases: tuple[str | None, str | None]
) -> list[Difference]:
    """The differences of two graphs, by path; RELEASES are what blue and green run."""
    found = sorted(_walk("", dict(blue), dict(green)), key=lambda each: each.path)
    paths = {each.path for each in found}
    return [
        Difference(each.path, each.blue, each.green, _why(each, releases))
        for each in found
        if COPIES not in each.path or each.path.replace(COPIES, TAGS, 1) not in paths
    ]


def _walk(path: str, blue: Any, green: Any) -> Iterator[Difference]:  # noqa: ANN401  any JSON
    if isinstance(blue, dict) and isinstance(green, dict):
        for key in blue.keys() | green.keys():
            yield from _walk(_step(path, str(key)), blue.get(key, ABSENT), green.get(key, ABSENT))
    elif isinstance(blue, list) and isinstance(green, list):
        # Both are sorted, as sets: what one has and the other lacks is the difference, wherever it stands.
        only_blue = [each for each in blue if each not in green]
        only_green = [each for each in green if each not in blue]
        if len(only_blue) == len(only_green):
            for one, other in zip(only_blue, only_green, strict=True):
                yield from _walk(f"{path}[]", one, other)
        else:
            yield from (Difference(f"{path}[]", each, ABSENT) for each in only_blue)
            yield from (Difference(f"{path}[]", ABSENT, each) for each in only_green)
    elif blue != green:
        yield Difference(path, blue, green)


def _step(path: str, key: str) -> str:
    if not path:
        return key
    return f'{path}["{key}"]' if any(sign in key for sign in ".[]: ") else f"{path}.{key}"


def _why(each: Difference, releases: tuple[str | None, str | None]) -> str | None:
    names = set(each.path.replace("[]", "").replace("[", ".").split("."))
    if names & CAPACITY:
        return "capacity"
    if names & NOTED:
        return "parked"
    if names & COUNTERS and _is_count(each.blue) and _is_count(each.green):
        return "release"
    if releases[0] == releases[1]:
        return None
    if names & MADE_BY_A_RELEASE:
        return "release"
    same = without_release(each.blue, releases[0]) == without_release(each.green, releases[1])
    return "release" if same else None


def _is_count(value: Any) -> bool:  # noqa: ANN401  any JSON
    return not isinstance(value, bool) and str(value).isdecimal()
