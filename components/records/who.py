"""Who runs this update, for the switch log and for whoever has to wait."""

import getpass
import os
import socket


def who() -> str:
    """`user@host`; in GitHub Actions the person behind the run and the run's address."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        server, repository = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
        run = os.environ.get("GITHUB_RUN_ID", "")
        return f"{os.environ.get('GITHUB_ACTOR', 'unknown')} ({server}/{repository}/actions/runs/{run})"
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = str(os.getuid())
    return f"{user}@{socket.gethostname()}"
