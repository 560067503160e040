"""One job, run step by step in a folder of its own, as a fresh runner of GitHub's would."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.workflows.expressions import fill, holds
from tests.workflows.provided import provide
from tests.workflows.workflow import PROJECT, UnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from local.client import LocalAws
    from tests.github.fake import FakeGithub
    from tests.workflows.event import Event
    from tests.workflows.workflow import Job, Step

SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""What `shell: bash` means (GitHub docs, "Workflow syntax", `jobs.<job_id>.steps[*].shell`)."""

SUCCESS, FAILURE, SKIPPED = "success", "failure", "skipped"


@dataclass(frozen=True)
class Done:
    """A step that ended: `success`, `failure` or `skipped`; what it printed."""

    step: Step
    outcome: str
    output: str = ""


@dataclass
class Runner:
    """Runs JOB for EVENT: its commands in FOLDER, in nothing but what GitHub, its env and its actions set.

    VARIABLES are the repository's; HURRY replaces words of commands that would take minutes; ARTIFACTS is where what
    it keeps is laid, beside those of other runs, named by their numbers.
    """

    job: Job
    event: Event
    folder: Path
    artifacts: Path
    number: str
    github: FakeGithub
    cloud: LocalAws
    variables: Mapping[str, str]
    hurry: Mapping[str, str]
    env: Mapping[str, str]
    needs: Mapping[str, Any]
    environment: dict[str, str] = field(default_factory=dict[str, str])
    role: str = ""
    failed: bool = False
    done: list[Done] = field(default_factory=list[Done])
    _outputs: dict[str, Any] = field(default_factory=dict[str, Any])

    def run(self) -> dict[str, str]:
        """Run all steps; returns the job's outputs."""
        self.folder.mkdir(parents=True)
        self._token = self.github.token(self.job.permissions)
        self.environment = {"PATH": _path(), "HOME": str(self.folder.parent), "CI": "true", **self._defaults()}
        self.environment |= self._filled({**self.env, **self.job.env})
        for number, step in enumerate(self.job.steps):
            self._run(number, step)
        return self._filled(self.job.outputs)

    @property
    def outcome(self) -> str:
        """How the job ended."""
        return FAILURE if self.failed else SUCCESS

    @property
    def summary(self) -> str:
        """What the run's page shows."""
        path = self._beside("summary")
        return path.read_text() if path.exists() else ""

    def kept(self, number: str) -> Path:
        """Where the artifacts of run NUMBER lie."""
        return self.artifacts.parent / number

    def _run(self, number: int, step: Step) -> None:
        if not holds(step.condition, self._contexts):
            self.done.append(Done(step, SKIPPED))
            self._note(step, SKIPPED, {})
            return
        output, outcome, outputs = "", SUCCESS, {}
        if step.uses:
            provide(self, step.action, {key: self._fill(each) for key, each in step.inputs.items()})
        else:
            outcome, output, outputs = self._command(number, step)
        self.failed = self.failed or outcome == FAILURE
        self.done.append(Done(step, outcome, output))
        self._note(step, outcome, outputs)

    def _command(self, number: int, step: Step) -> tuple[str, str, dict[str, str]]:
        command = self._fill(step.run)
        for slow, quick in self.hurry.items():
            command = command.replace(slow, quick)
        script, outputs = self._beside(f"{number}.sh"), self._beside(f"{number}.out")
        script.write_text(command)
        outputs.touch()
        known = {**self.environment, **self._filled(step.env), "GITHUB_OUTPUT": str(outputs)}
        ran = subprocess.run(
            [*SHELL, str(script)],
            cwd=self.folder,
            env=known,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        said = ran.stdout + ran.stderr
        assert self._token not in said, f"{step.title} shows the job's token"
        return (FAILURE if ran.returncode else SUCCESS), said, _read(outputs)

    def _note(self, step: Step, outcome: str, outputs: dict[str, str]) -> None:
        if step.id:
            self._outputs[step.id] = {"outcome": outcome, "outputs": outputs}

    def _fill(self, value: Any) -> Any:
        return fill(value, self._contexts) if isinstance(value, str) else value

    def _filled(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {name: str(self._fill(value)) for name, value in values.items()}

    @property
    def _contexts(self) -> dict[str, Any]:
        return {
            **contexts(self.github, self.event, self.variables, self.needs),
            "steps": self._outputs,
            "github": {**github_context(self.github, self.event), "token": self._token},
            "success()": lambda: not self.failed,
            "failure()": lambda: self.failed,
            "always()": lambda: True,
            "cancelled()": lambda: False,
        }

    def _defaults(self) -> dict[str, str]:
        event = self._beside("event.json")
        event.write_text(json.dumps(self.event.document))
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": "somebody",
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_NAME": self.event.name,
            "GITHUB_EVENT_PATH": str(event),
            "GITHUB_REF": self.event.ref,
            "GITHUB_REF_NAME": self.event.ref_name,
            "GITHUB_REPOSITORY": self.github.repository,
            "GITHUB_RUN_ID": self.number,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": self.event.sha,
            "GITHUB_STEP_SUMMARY": str(self._beside("summary")),
            "GITHUB_WORKSPACE": str(self.folder),
        }

    def _beside(self, name: str) -> Path:
        return self.folder.with_name(f"{self.folder.name}.{name}")


def github_context(github: FakeGithub, event: Event) -> dict[str, Any]:
    """What `github.` means outside a job."""
    return {
        "event": event.document,
        "event_name": event.name,
        "ref": event.ref,
        "ref_name": event.ref_name,
        "repository": github.repository,
        "sha": event.sha,
    }


def contexts(
    github: FakeGithub, event: Event, variables: Mapping[str, str], needs: Mapping[str, Any]
) -> dict[str, Any]:
    """What an expression may name outside a job's steps."""
    inputs: Any = event.document.get("inputs", {})
    known = {"github": github_context(github, event), "vars": variables, "needs": needs, "inputs": inputs}
    return {**known, "success()": lambda: all(each["result"] == SUCCESS for each in needs.values())}


def _path() -> str:
    """What a runner has before anything is set up: nothing of this project."""
    places = os.environ["PATH"].split(os.pathsep)
    return os.pathsep.join(place for place in places if not place.startswith(str(PROJECT)))


def _read(file: Path) -> dict[str, str]:
    """What a step wrote into GITHUB_OUTPUT. Raises UnknownError."""
    outputs: dict[str, str] = {}
    for line in file.read_text().splitlines():
        name, equals, value = line.partition("=")
        if not equals:
            raise UnknownError(f"output {line!r}")
        outputs[name] = value
    return outputs
