"""What a person is told when a command can't be done, and the exit code that a script gets."""

from __future__ import annotations

from enum import IntEnum


class Code(IntEnum):
    """Exit codes: those of the `pulumi` command, which promises to keep them."""

    OK = 0
    FAILED = 1
    """Something that no other code names; a mistake of ours."""
    CONFIG = 2
    """Options, settings, passphrase, backend or engine: nothing could be asked."""
    RESOURCE = 4
    """AWS refused or did not answer, or something that should be there is not."""
    NO_STACK = 6
    CHANGES = 7
    """Changes, where none were expected."""
    CANCELLED = 8
    TIMEOUT = 9


class Problem(Exception):  # noqa: N818  told to a person, never caught as an error class
    """What is wrong and where, then the next command; `code` is the exit code."""

    busy = False
    """Whether it is only that somebody else is at it, and will be done."""

    def __init__(self, what: str, next_command: str, code: Code = Code.CONFIG) -> None:
        """Word both halves as one message."""
        super().__init__(f"{what}\n  next: {next_command}")
        self.code = code


class Busy(Problem):
    """Somebody else holds the lock of a stack."""

    busy = True
