"""Putting our functions in the place of moto's, and moto's back."""

from __future__ import annotations

import functools
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SEEN_IN = "5.2.5"
"""The version of moto that every patch was written against."""


class MotoVersionError(Exception):
    """The installed moto is not the one that the patches were written against."""


class Patching:
    """The patches in force."""

    def __init__(self) -> None:
        """Begin with none; raises MotoVersionError for any other moto than SEEN_IN."""
        if (found := version("moto")) != SEEN_IN:
            raise MotoVersionError(
                f"moto {found} is installed, but the patches in local/cloud/patches were written against {SEEN_IN}:"
                f" install that one, or check each patch and change SEEN_IN in local/cloud/patching.py"
            )
        self._replaced: list[tuple[type, str, Any]] = []

    def around(self, owner: type, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorate a function that takes the place of method NAME of OWNER and gets the original as first argument."""

        def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
            original = vars(owner)[name]

            @functools.wraps(original)
            def wrapped(self: object, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  whatever moto passes
                return function(functools.partial(original, self), self, *args, **kwargs)

            self.put(owner, name, wrapped)
            return function

        return decorate

    def put(self, owner: type, name: str, value: object) -> None:
        """Put VALUE, such as a property, in the place of attribute NAME of OWNER."""
        self._replaced.append((owner, name, vars(owner).get(name)))
        setattr(owner, name, value)

    def undo(self) -> None:
        """Put everything back, the latest first."""
        while self._replaced:
            owner, name, original = self._replaced.pop()
            if original is None:
                delattr(owner, name)
            else:
                setattr(owner, name, original)
