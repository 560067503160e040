"""Telling a command of the user's."""

from components.notify.notice import Notice
from components.shell_command import run_shell


def tell(command: str, notice: Notice, seconds: float) -> str | None:
    """Run COMMAND with NOTICE; why it could not be told within SECONDS, or None when it exits with 0.

    It gets the record as JSON on its standard input, and BLUEGREEN_EVENT, BLUEGREEN_SUBJECT, BLUEGREEN_SERVICE and
    BLUEGREEN_STACK. What is still running after SECONDS is ended. Raises OSError where no process can be started.
    """
    variables = {
        "BLUEGREEN_EVENT": notice.event,
        "BLUEGREEN_SUBJECT": notice.subject,
        "BLUEGREEN_SERVICE": notice.service,
        "BLUEGREEN_STACK": notice.stack,
    }
    ended = run_shell(command, variables, seconds, notice.to_json())
    if ended.code == 0:
        return None
    how = f"it took longer than {seconds:g} seconds" if ended.code is None else f"it ended with {ended.code}"
    return how + (f"\nits last lines:\n{ended.lines}" if ended.lines else ", without output")
