"""`bluegreen github artifact`: what an earlier run kept, for the next one to go on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.unit.ops.verbs.github.conftest import Job


def _found(job: Job) -> str:
    output = job.folder / "output"
    output.unlink(missing_ok=True)
    job.run("artifact", "drills")
    return output.read_text()


def test_the_newest_of_this_branch_is_found(job: Job) -> None:
    """One that expired can't be had any more."""
    for run in (11, 12):
        job.github.keep("drills", run)
    job.github.keep("drills", 13, "feature")
    job.github.keep("others", 14)
    job.github.keep("drills", 15, expired=True)
    job.begin(allowed={"actions": "read"})
    assert _found(job) == "run-id=12\n"
    assert job.github.writes == []


def test_a_fork_s_is_not_ours(job: Job) -> None:
    """Its pull request may come from a branch that is called main, and keep what it likes."""
    job.github.keep("drills", 11)
    job.github.keep("drills", 12, strange=True)
    job.begin(allowed={"actions": "read"})
    assert _found(job) == "run-id=11\n"


def test_the_first_run_has_none(job: Job) -> None:
    """An empty output, which a step's condition can ask for."""
    job.begin(allowed={"actions": "read"})
    assert _found(job) == "run-id=\n"
