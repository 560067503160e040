"""A color's resources as AWS has them, with everything renamed that two equal environments can't have in common."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ops.live import LiveResource

COLOR, RELEASE = "COLOR", "RELEASE"
"""What stands for a color's name, and for its release where the release is looked away from."""

OWN = ("id", "arn", "name", "uniqueId", "securityGroupRuleId", "b64Std", "b64Url", "dec", "hex")
"""Outputs by which AWS, Pulumi or chance name a resource; others refer to it by them."""

SHORT = 6
"""Characters: AWS and Pulumi give no shorter names."""

BIRTH = ("createDate",)
"""Outputs that tell when a resource was made."""

ENCODED = "userData"
"""The output that is base64, in which no name could be replaced."""

Node = dict[str, Any]
"""One resource's properties, renamed."""


class Names:
    """What is replaced by what in one color's properties: longest first, since names hold each other."""

    def __init__(self, color: str, resources: Iterable[LiveResource], given: Mapping[str, str]) -> None:
        """COLOR is the color's word; GIVEN maps texts that belong to others, such as its target group, to names."""
        self._color = re.compile(rf"\b{re.escape(color)}\b")
        self._texts: dict[str, str] = dict(given)
        for each in resources:
            for output in OWN:
                self._learn(each, output)
        found = sorted(self._texts, key=len, reverse=True)
        self._own = re.compile("|".join(re.escape(text) for text in found)) if found else None

    def _learn(self, each: LiveResource, output: str) -> None:
        text = (each.live or {}).get(output)
        # A short one may stand in other texts by chance.
        if isinstance(text, str) and len(text) >= SHORT:
            self._texts.setdefault(text, f"<{output} of {self.key(each)}>")

    def key(self, each: LiveResource) -> str:
        """`aws:ec2/securityGroup:SecurityGroup COLOR-instances`: what names a resource in both graphs."""
        return f"{each.type} {self._color.sub(COLOR, each.name)}"

    def text(self, text: str) -> str:
        """TEXT, renamed."""
        if self._own is not None:
            text = self._own.sub(lambda found: self._texts[found[0]], text)
        return self._color.sub(COLOR, text)

    def value(self, value: Any) -> Any:  # noqa: ANN401  any JSON
        """VALUE, renamed all through; texts that are JSON are opened, and lists sorted, since AWS keeps sets."""
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(each) for key, each in value.items()}
        if isinstance(value, list):
            return sorted((self.value(each) for each in value), key=_order)
        if not isinstance(value, str):
            return value
        opened = _opened(value)
        return self.text(value) if opened is None else self.value(opened)


def graph(color: str, resources: Iterable[LiveResource], given: Mapping[str, str]) -> dict[str, Node]:
    """The RESOURCES of COLOR that AWS has, by renamed type and name; GIVEN as for `Names`."""
    known = [each for each in resources if each.live is not None]
    names = Names(color, known, given)
    return {
        names.key(each): {
            key: names.value(_decoded(value) if key == ENCODED else value)
            for key, value in (each.live or {}).items()
            if key not in BIRTH
        }
        for each in known
    }


def without_release(value: Any, release: str | None) -> Any:  # noqa: ANN401  any JSON
    """VALUE with RELEASE, as a whole word, replaced."""
    if not release:
        return value
    return _replaced(value, re.compile(rf"(?<![\w.+-]){re.escape(release)}(?![\w+-])"))


def _replaced(value: Any, pattern: re.Pattern[str]) -> Any:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        return {key: _replaced(each, pattern) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, pattern) for each in value]
    return pattern.sub(RELEASE, value) if isinstance(value, str) else value


def _opened(text: str) -> Any:  # noqa: ANN401  any JSON
    """The object or list that TEXT spells in JSON; None for any other text."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _decoded(value: Any) -> Any:  # noqa: ANN401  any JSON
    try:
        return base64.b64decode(str(value), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return value


def _order(value: Any) -> str:  # noqa: ANN401  any JSON
    return json.dumps(value, sort_keys=True, default=str)
