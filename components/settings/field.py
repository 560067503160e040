"""One setting, explained: what the reader, the README and the error messages share."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from components.settings import values

T = TypeVar("T")

ROUTER, ENVIRONMENT, SHARED = "router", "environment", "shared"


@dataclass(frozen=True)
class Field(Generic[T]):
    """One setting: its key, whose it is, how it is read, and how it is explained.

    `strict` settings are errors in a stack of the other role; the rest may stand in Pulumi.yaml for all stacks.
    `shown` is how the README writes the default (Markdown) where its value alone would not read well.
    """

    key: str
    role: str
    read: values.Read[T]
    allowed: str
    example: str
    about: str
    default: Any = field(default=...)
    strict: bool = False
    shown: str | None = None

    @property
    def required(self) -> bool:
        """Whether a stack of this role must set it."""
        return self.default is ...

    @property
    def command(self) -> str:
        """A command that sets it to something allowed."""
        path = "--path " if "." in self.example.split(" ", 1)[0] else ""
        return f"pulumi config set {path}{self.example}"
