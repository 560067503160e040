"""Drift in plain words: what of a stack is not as the program left it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components.color import Color, pair
from components.listener import weights_in
from ops.live import ABSENT, at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ops.live import LiveResource

LISTENER = "aws:lb/listener:Listener"
ACTIONS = "defaultActions"
COPIES = "tagsAll"
"""Holds what `tags` holds, and the default tags: told where `tags` does not tell it."""


@dataclass(frozen=True)
class Drift:
    """One difference: `words` for a person; `path` into the resource, None where all of it is gone."""

    stack: str
    type: str
    name: str
    path: str | None
    declared: Any
    live: Any
    words: str


def find_drift(stack: str, resources: Iterable[LiveResource], target_groups: Mapping[Color, str]) -> Iterator[Drift]:
    """What of STACK's RESOURCES drifted; TARGET_GROUPS (ARNs by color) tell whose weight is whose."""
    for each in resources:
        if not each.drifted:
            continue
        if each.live is None:
            words = f"{stack}: {_kind(each.type)} {each.name} is gone: somebody deleted {each.identity}"
            yield Drift(stack, each.type, each.name, None, dict(each.saved), None, words)
            continue
        if each.type == LISTENER:
            yield from _traffic(stack, each, target_groups)
        yield from _properties(stack, each, target_groups)


def _traffic(stack: str, each: LiveResource, target_groups: Mapping[Color, str]) -> Iterator[Drift]:
    declared, live = weights_in(each.saved, target_groups), weights_in(each.live, target_groups)
    if live != declared:
        words = traffic_words(live, declared)
        shares = [{color.value: share for color, share in found.items()} for found in (declared, live)]
        yield Drift(stack, each.type, each.name, ACTIONS, shares[0], shares[1], words)


def _properties(stack: str, each: LiveResource, target_groups: Mapping[Color, str]) -> Iterator[Drift]:
    live = each.live or {}
    told = each.type == LISTENER and weights_in(each.saved, target_groups) != weights_in(live, target_groups)
    for path in each.changed:
        if told and path.startswith(ACTIONS) and (path == ACTIONS or path.endswith(".weight")):
            continue
        if path.startswith(COPIES) and path.replace(COPIES, "tags", 1) in each.changed:
            continue
        declared, now = at(each.saved, path), at(live, path)
        words = f"{stack}: {_kind(each.type)} {each.name}: {path} is {show(now)} live, {show(declared)} declared"
        yield Drift(stack, each.type, each.name, path, _plain(declared), _plain(now), words)


def traffic_words(live: Mapping[Color, int], declared: Mapping[Color, int]) -> str:
    """How weights that are not as declared are told."""
    return f"traffic: {pair(live)} live, {pair(declared)} declared (blue/green)"


def show(value: Any) -> str:  # noqa: ANN401  any JSON
    """VALUE in words: `absent` where nothing stands."""
    return "absent" if value is ABSENT or value is None else json.dumps(value, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:  # noqa: ANN401  any JSON
    return None if value is ABSENT else value


def _kind(token: str) -> str:
    """`launch template` of `aws:ec2/launchTemplate:LaunchTemplate`."""
    name = token.rpartition(":")[2]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
