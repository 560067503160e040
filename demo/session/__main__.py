"""Record a session and draw it: `python -m demo.session` writes two figures of docs/."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from rich.console import Console

from demo.load import LoadError
from demo.session.ground import cloud
from demo.session.record import Session, SessionError
from demo.session.traffic import chart
from demo.session.window import window
from local.client import LocalAwsError
from local.engine import EngineError

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
SCREEN, TRAFFIC = DOCS / "switch-in-steps.svg", DOCS / "switch-in-steps-traffic.svg"

TITLE = "bluegreen on an AWS on this machine"

INTERRUPTED = 130
"""What a shell calls a command that Ctrl-C ended."""


def main() -> int:
    """Record, then write both figures or none; returns the exit code."""
    console = Console(highlight=False)

    def say(what: str) -> None:
        console.print(f"{time.strftime('%H:%M:%S')}  {what}", markup=False, soft_wrap=True)

    try:
        say("starting AWS on this machine")
        with cloud() as running:
            session = Session(running, say)
            session.record()
    except KeyboardInterrupt:
        say("interrupted: all that was started has ended, and no figure was written")
        return INTERRUPTED
    except (SessionError, LoadError, LocalAwsError, EngineError) as error:
        say(f"the session was not recorded, and no figure was written: {error}")
        say("next: python -m demo.session")
        return 1
    _write(session)
    for act in session.acts:
        say(f"{act.title}: {act.requests} requests, {act.failed} failed; {', '.join(act.marks.values())}")
    say("written: " + ", ".join(f"docs/{path.name}" for path in (SCREEN, TRAFFIC)))
    return 0


def _write(session: Session) -> None:
    drawn = {SCREEN: window(session.lines, TITLE), TRAFFIC: chart(session.acts)}
    for path, figure in drawn.items():
        path.write_text(figure)


if __name__ == "__main__":
    sys.exit(main())
