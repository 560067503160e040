"""What an earlier run of a workflow kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ops.github.hub import asking, connect

if TYPE_CHECKING:
    from ops.github.job import Job

PERMISSION = "actions: read"


def newest_run(job: Job, branch: str, name: str) -> int | None:
    """The run that kept the newest artifact NAME on BRANCH of JOB's own repository; None without one. Raises Problem.

    A pull request from a fork can keep one of any name, also from a branch that is called the same.
    """
    with asking(job, f"the artifact {name}", PERMISSION):
        repository = connect(job)
        kept = [each for each in repository.get_artifacts(name=name) if not each.expired]
        ours = [
            each
            for each in kept
            if each.workflow_run.head_branch == branch and each.workflow_run.head_repository_id == repository.id
        ]
        return max(ours, key=lambda each: each.id).workflow_run.id if ours else None
