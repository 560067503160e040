"""The event that a job runs for: which pull request it names, and whose."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ops.github.job import read_variables
from ops.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME, PATH = "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"
NEEDED = (NAME, PATH)

ON_PULLS = "run it in a workflow with on: pull_request"


@dataclass(frozen=True)
class PullRequest:
    """Pull request NUMBER, whose branch is at COMMIT; FORK tells whether that is in somebody's copy."""

    number: int
    commit: str
    fork: bool


def read_pull_request() -> PullRequest:
    """The pull request that the event names; raises Problem where it names none."""
    found = read_variables(NEEDED)
    try:
        event: Any = json.loads(Path(found[PATH]).read_bytes())
    except (OSError, ValueError) as error:
        raise Problem(f"{PATH} {found[PATH]} can't be read: {error}", ON_PULLS) from None
    pull = event.get("pull_request") if isinstance(event, dict) else None
    if not isinstance(pull, dict):
        raise Problem(f"the event {found[NAME]} names no pull request", ON_PULLS)
    try:
        return PullRequest(int(pull["number"]), str(pull["head"]["sha"]), _is_fork(pull))
    except (KeyError, TypeError, ValueError) as error:
        what = f"{PATH} {found[PATH]} holds a pull request that is none: {error!r}"
        raise Problem(what, ON_PULLS) from None


def _is_fork(pull: Mapping[str, Any]) -> bool:
    # The copy may be gone by now: null (GitHub docs, webhook payload of pull_request).
    copy = pull["head"]["repo"]
    return copy is None or copy["full_name"] != pull["base"]["repo"]["full_name"]
