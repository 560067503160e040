"""How a settings error reads: every problem at once, each with its key, its value, what is allowed, and a command."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one setting; `value` is None when it is missing."""

    key: str
    value: str | None
    allowed: str
    command: str

    def __str__(self) -> str:
        """`nat: "some" is not allowed; none, single or per_zone. Try: pulumi config set nat single`."""
        what = "is missing" if self.value is None else f"{self.value!r} is not allowed"
        return f"{self.key}: {what}; {self.allowed}. Try: {self.command}"


class SettingsError(Exception):
    """The stack's settings can't be used. `problems` holds every reason."""

    def __init__(self, stack: str, problems: Sequence[Problem]) -> None:
        """STACK is the stack's name; PROBLEMS must not be empty."""
        self.problems = tuple(problems)
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "".join(f"\n  {problem}" for problem in problems)
        super().__init__(f"The settings of stack {stack} have {count}:{lines}")
