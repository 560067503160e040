"""The stage of the workflows' replay: three deployed stacks whose files lie in a repository on a test's own GitHub."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

from local.workspace import PROJECT, ROLES
from tests.engine.switch_stage import SwitchStage
from tests.interrupt import wait_until
from tests.workflows.event import pushed
from tests.workflows.replay import Replay

if TYPE_CHECKING:
    from pathlib import Path

    from local.client import LocalAws
    from local.workspace import Workspace
    from tests.github.fake import FakeGithub
    from tests.workflows.event import Event

HURRY = {
    "--bake 15m": "--bake 6s --metric-period 1s",
    "check --json": "check --json --seconds 3s --max-latency-ratio 10",
}
"""Nobody waits for minutes, and a busy machine's hiccup is no slow release."""

NOT_COPIED = ("tests/", "docs/", "bench/", "demo/", "local/")
"""What no workflow of a service needs; the tests' own command line is not among it."""


class WorkflowStage(SwitchStage):
    """As SwitchStage; what its main branch says is what the stacks are."""

    def __init__(self, cloud: LocalAws, workspace: Workspace, github: FakeGithub, folder: Path) -> None:
        """Replay in folders below FOLDER."""
        super().__init__(cloud, workspace)
        self.github = github
        variables = {
            "AWS_ACCOUNT_ID": "123456789012",
            "AWS_REGION": cloud.settings.region,
            "PULUMI_BACKEND_URL": cloud.environment["PULUMI_BACKEND_URL"],
            "BLUEGREEN_STACK_PREFIX": workspace.prefix,
        }
        self.replay = Replay(github, cloud, folder, variables, HURRY)

    def deploy(self, **shared: Any) -> WorkflowStage:
        """As SwitchStage; then the project with these stacks' files is the first commit of main."""
        super().deploy(**shared)
        names = [name for name in _listed() if not name.startswith(NOT_COPIED) and (PROJECT / name).is_file()]
        texts = {name: (PROJECT / name).read_text() for name in names}
        self.github.commit({**texts, **self.files()}, "The project")
        return self

    def files(self) -> dict[str, str]:
        """The project's file and those of the stacks, as a repository has them."""
        names = ("Pulumi.yaml", *(f"Pulumi.{self.workspace.stack(role)}.yaml" for role in ROLES))
        texts = {name: (self.workspace.directory / name).read_text() for name in names}
        kept = [line for line in texts["Pulumi.yaml"].splitlines(keepends=True) if not line.startswith("main:")]
        return {**texts, "Pulumi.yaml": "".join(kept)}

    def fetch(self) -> None:
        """Let the workspace's stack files be those of main."""
        entries = self.github.git.entries("main")
        for role in ROLES:
            name = f"Pulumi.{self.workspace.stack(role)}.yaml"
            (self.workspace.directory / name).write_bytes(self.github.git.content(entries[name][2]))

    def publish(self, message: str, branch: str = "main") -> str:
        """Commit the workspace's stack files to BRANCH; returns the commit."""
        return self.github.commit(self.files(), message, branch)

    def propose(self, branch: str, role: str, **settings: Any) -> int:
        """A person's pull request that sets SETTINGS of ROLE's stack; returns its number."""
        self.fetch()
        self.workspace.configure(role, **settings)
        self.publish(f"Set {', '.join(settings)}", branch)
        return self.github.open_pull(branch).number

    def merged(self, number: int) -> Event:
        """The push that merging pull request NUMBER is."""
        return pushed(self.github, self.github.merge(number))

    def main(self, role: str) -> dict[str, Any]:
        """What main says of ROLE's stack."""
        self.fetch()
        return self.workspace.settings(role)

    def open_pulls(self) -> dict[str, int]:
        """Numbers of the open pull requests by their branch."""
        return {each.head or "": each.number for each in self.github.desk.pulls() if each.state == "open"}

    def wait_for_green(self) -> None:
        """Until it may take a release: clients that it answered before the last switch may come back for seconds."""
        wait_until(lambda: self.workspace.run("destroy", "green", "--preview-only", "--run-program").code == 0)

    def put_back(self) -> None:
        """Blue with all traffic, no fault in force, nothing open, and main says so."""
        self.cloud.clear_faults()
        for number in self.open_pulls().values():
            self.github.desk.issues[number].state = "closed"
        self.fetch()
        self.workspace.configure("router", active_color="blue", canary=None, bad_release=None)
        self.publish("As it was")
        weights = self.weights()
        if weights != {"blue": 100, "green": 0} or self.active["color"] != "blue":
            pair = f"{weights['blue']}/{weights['green']}"
            self.switch("blue", "--refresh", verify="off", allow_repair=pair).check()
            self.fetch()


def _listed() -> list[str]:
    """All files of the project that git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [name for name in found.split("\0") if name]
