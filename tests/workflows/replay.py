"""A workflow, run on this machine: its commands for real, on the local AWS and a GitHub that is a test's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.workflows.expressions import fill, holds
from tests.workflows.runner import FAILURE, SKIPPED, Runner, contexts
from tests.workflows.workflow import names, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local.client import LocalAws
    from tests.github.fake import FakeGithub
    from tests.workflows.event import Event
    from tests.workflows.workflow import Job, Workflow


@dataclass
class Run:
    """A finished run of a workflow: how each job ended, by id, and where its artifacts lie."""

    workflow: str
    number: str
    artifacts: Path
    hurry: Mapping[str, str]
    jobs: dict[str, Runner] = field(default_factory=dict[str, Runner])
    outcomes: dict[str, str] = field(default_factory=dict[str, str])
    groups: list[str] = field(default_factory=list[str])
    """The concurrency groups that it was in, in the order in which it took them."""

    @property
    def told(self) -> str:
        """All steps with their outcomes and what they printed, for a test that fails."""
        done = ((name, each) for name, job in self.jobs.items() for each in job.done)
        return "\n".join(f"[{name}] {each.outcome}: {each.step.title}\n{each.output}" for name, each in done)

    def output(self, words: str) -> str:
        """What the step printed whose command has WORDS. Raises StopIteration where there is none."""
        return next(each.output for job in self.jobs.values() for each in job.done if words in each.step.title)

    def outcome(self, words: str) -> str:
        """How it ended: `success`, `failure` or `skipped`."""
        return next(each.outcome for job in self.jobs.values() for each in job.done if words in each.step.title)

    def check(self, *failed: str) -> Run:
        """This run; raises AssertionError unless exactly those steps failed whose commands have the words FAILED."""
        found = [each.step.title for job in self.jobs.values() for each in job.done if each.outcome == FAILURE]
        as_told = len(found) == len(failed) and all(words in title for words, title in zip(failed, found, strict=True))
        assert as_told, self.told
        return self


@dataclass
class Replay:
    """Runs workflows of GITHUB's repository on CLOUD, in folders below FOLDER; VARIABLES are the repository's.

    HURRY maps words of commands that would take minutes to those that are run.
    """

    github: FakeGithub
    cloud: LocalAws
    folder: Path
    variables: Mapping[str, str]
    hurry: Mapping[str, str]
    _runs: int = 0

    def runs(self, event: Event) -> list[Run]:
        """The runs that EVENT starts, of all workflows but those of the project's own tests, one after the other."""
        started = [name for name in names() if name != "ci" and event.starts(read(name))]
        return [self.run(name, event) for name in started]

    def run(self, name: str, event: Event, hurry: Mapping[str, str] | None = None) -> Run:
        """The workflow NAME, run for EVENT; HURRY instead of the usual one."""
        workflow = read(name)
        assert event.starts(workflow), f"{event.name} does not start {name}"
        self._runs += 1
        number = str(self._runs)
        run = Run(name, number, self.folder / "artifacts" / number, self.hurry if hurry is None else hurry)
        self._workflow(workflow, event, run, None)
        return run

    def _workflow(self, workflow: Workflow, event: Event, run: Run, caller: Job | None) -> None:
        results: dict[str, Any] = {}
        self._enter(run, workflow.concurrency, self._contexts(event, {}))
        for job in workflow.jobs:
            needs = {name: results[name] for name in job.needs}
            known = self._contexts(event, needs)
            if not holds(job.condition, known):
                results[job.id] = {"result": SKIPPED, "outputs": {}}
                run.outcomes[job.id] = SKIPPED
                continue
            self._enter(run, job.concurrency, known)
            if caller is not None:
                assert job.permissions.items() <= caller.permissions.items(), "more than its caller may"
            results[job.id] = self._job(workflow, job, event, run, needs)
            run.outcomes[job.id] = results[job.id]["result"]

    def _job(self, workflow: Workflow, job: Job, event: Event, run: Run, needs: Mapping[str, Any]) -> dict[str, Any]:
        if job.uses:
            called = read(job.uses.rpartition("/")[2].removesuffix(".yml"))
            self._workflow(called, event, run, job)
            ended = [run.outcomes[each.id] for each in called.jobs]
            return {"result": next((each for each in ended if each != "success"), "success"), "outputs": {}}
        runner = Runner(
            job,
            event,
            self.folder / f"run-{run.number}" / job.id,
            run.artifacts,
            run.number,
            self.github,
            self.cloud,
            self.variables,
            run.hurry,
            workflow.env,
            needs,
        )
        run.jobs[job.id] = runner
        outputs = runner.run()
        return {"result": runner.outcome, "outputs": outputs}

    def _enter(self, run: Run, concurrency: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        if concurrency:
            group = fill(concurrency["group"], known)
            assert group not in run.groups, f"{group} waits for itself"
            run.groups.append(group)

    def _contexts(self, event: Event, needs: Mapping[str, Any]) -> dict[str, Any]:
        return contexts(self.github, event, self.variables, needs)
