"""The pull request of a release: what `deploy` wrote, and with it, where wanted, the line that is the switch."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import yaml

from ops.github.proposal import Proposal, branch_of
from ops.plan.escape import code, prose
from ops.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from components.color import Color
    from ops.github.changes import Change
    from ops.github.job import Job
    from ops.github.sets import Idle

ACTIVE = ":active_color"
"""After the project's name, which is the namespace of its settings."""

LINE = re.compile(rf"""^(\s*["']?[\w.-]+{ACTIVE}["']?\s*:\s*)(["']?)\w+\2""", re.MULTILINE)

PLAN = "here is what `bluegreen plan` said before:"
NO_PLAN = "no comment with a plan follows."

NAME = 200
"""Characters of a name that are shown at most."""


def compose(job: Job, found: Idle, changes: Sequence[Change], *, moves: bool, plan: str) -> Proposal:
    """The pull request with CHANGES: the color that was FOUND without traffic runs its release.

    MOVES tells whether they hold the switch to it. PLAN is Markdown, empty without one.
    """
    router, color, version = found.stacks.router, found.color, found.release or "a release without a record"
    name = f"{version} on {color.value}"
    title = f"Switch {router} to {color.value}: {version}" if moves else f"Release {version} to {color.value}"
    first = (
        f"**Merging this moves all traffic of {prose(router, NAME)} to {prose(name, NAME)}.**"
        if moves
        else f"**Merging this changes nothing in AWS: {prose(name, NAME)} was deployed, and has no traffic.**"
    )
    text = [
        first,
        f"Deployed by [run {job.run}]({job.run_page}) from {code(job.commit[:7], NAME)}.",
        f"GitHub starts no workflow for what a job's own token opens, so {PLAN if plan else NO_PLAN}",
        "",
        plan,
    ]
    return Proposal(branch_of(f"release-{color.value}", router), title, "\n".join(text).rstrip() + "\n", changes)


def with_active(file: Change, color: Color) -> Change:
    """The router's FILE as committed, with COLOR, which has no traffic, as the active one and nothing else changed.

    Raises Problem, also where it says so already: merging would change no line, and so start no switch.
    """
    before = file.before or ""
    after = LINE.sub(rf"\g<1>\g<2>{color.value}\g<2>", before)
    wanted = _settings(before)
    key = next((key for key in wanted if key.endswith(ACTIVE)), None)
    if key is None or _settings(after) != {**wanted, key: color.value}:
        what = f"{file.path} as committed has no line active_color: COLOR that could be changed"
        raise Problem(what, f"pulumi config set active_color {color.value}, and commit that file")
    if after == before:
        what = f"{file.path} as committed says already that {color.value} is active, which has no traffic in AWS"
        raise Problem(what, "merge the pull request bluegreen/put-back, or write what AWS has; then release again")
    return replace(file, after=after)


def _settings(text: str) -> dict[str, Any]:
    try:
        document: Any = yaml.safe_load(text)
        return dict(document["config"])
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        return {}
