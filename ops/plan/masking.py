"""Secrets in the engine's events: where they stand, and a text without them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ops.engine import SECRET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK, SECRET_MARK = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
"""The key and the value that make an object of the engine a secret (pulumi, sdk/go/common/resource, `SigKey`)."""

SHORTEST = 3
"""Characters: what is shorter stands in every text, and hiding it would tell where."""


def secrets_in(value: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    """The plain texts of all secrets in VALUE, where the engine left them: texts, and the leaves of objects."""
    if isinstance(value, dict):
        if value.get(MARK) == SECRET_MARK:
            yield from _leaves(_plain(value.get("plaintext", value.get("value"))))
        else:
            for each in value.values():
                yield from secrets_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from secrets_in(each)


def masked(text: str, secrets: Iterable[str]) -> str:
    """TEXT without any of SECRETS, the longest first; nor what one looks like in JSON, nor one of its lines."""
    forms = {form for secret in secrets for form in _forms(secret)}
    if not forms:
        return text
    # At once: where one is hidden after the other, a short one could be seen in the word that hides.
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=lambda each: (-len(each), each)))
    return re.sub(pattern, lambda _: SECRET, text)


def _forms(secret: str) -> Iterator[str]:
    yield secret
    for text in (json.dumps(secret)[1:-1], *secret.splitlines()):
        if len(text.strip()) >= SHORTEST:
            yield text


def _plain(value: Any) -> Any:  # noqa: ANN401  any JSON
    """VALUE, which the engine writes as JSON in a text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _leaves(value: Any) -> Iterator[str]:  # noqa: ANN401  any JSON
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str | int | float) and len(str(value)) >= SHORTEST:
        yield str(value)
