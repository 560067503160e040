"""What a person is told when a command can't be done."""

from __future__ import annotations


class Problem(Exception):  # noqa: N818  told to a person, never caught as an error class
    """What is wrong and where, then the next command."""

    def __init__(self, what: str, next_command: str) -> None:
        """Word both halves as one message."""
        super().__init__(f"{what}\n  next: {next_command}")
        self.what, self.next_command = what, next_command
