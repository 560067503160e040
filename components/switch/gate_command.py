"""A command of the user's that has a say before traffic moves."""

from components.color import Color
from components.shell_command import run_shell
from components.switch.switching import Switching


def run_gate_command(switching: Switching, color: Color, release: str | None) -> str | None:
    """Run `gate_command` for COLOR and RELEASE; why it refuses, or None when it exits with 0.

    Its last lines follow the first line of the answer: they may hold anything, and are for whoever runs this only.

    It gets BLUEGREEN_COLOR, BLUEGREEN_RELEASE, BLUEGREEN_PREVIEW_URL and BLUEGREEN_PREVIEW_HEADER (`name: value`).
    After `gate_command_timeout` seconds it is ended, and all that it started.
    """
    gate = switching.gate
    (header,) = switching.preview_headers[color].items()
    variables = {
        "BLUEGREEN_COLOR": color.value,
        "BLUEGREEN_RELEASE": release or "",
        "BLUEGREEN_PREVIEW_URL": switching.url,
        "BLUEGREEN_PREVIEW_HEADER": ": ".join(header),
    }
    ended = run_shell(gate.command or "", variables, gate.command_timeout)
    if ended.code == 0:
        return None
    how = f"took longer than {gate.command_timeout} seconds" if ended.code is None else f"ended with {ended.code}"
    return f"gate_command `{gate.command}` {how}" + (
        f"\nits last lines:\n{ended.lines}" if ended.lines else ", without output"
    )
