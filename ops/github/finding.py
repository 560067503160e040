"""What a verb looked for, and found or did not find: what an issue is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Finding:
    """What was looked for in the set of ROUTER's stack: of KIND `drift` or `drill`.

    `title` and `text` tell of it, the latter for the run since when it is there; `text` is None where nothing is.
    `gone` says that, as a sentence begins that ends with the run.
    """

    kind: str
    router: str
    title: str
    gone: str
    text: Callable[[str], str] | None
