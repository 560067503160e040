"""The three stacks in a folder of their own, so that nothing run here touches the project's files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from local import sample
from local.engine import Run, run_engine

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent

ROLES = ("router", "blue", "green")


class Workspace:
    """Runs the project's program on stacks of the sample service, whose files lie in DIRECTORY.

    ENVIRONMENT is what the engine runs in: endpoint, credentials, backend, attached providers, PATH. PREFIX, such as
    `staging-`, precedes every stack's name, so that several sets can share one cloud; PROJECT is the project's name.
    """

    def __init__(
        self, directory: Path, environment: Mapping[str, str], prefix: str = "", project: str = sample.PROJECT
    ) -> None:
        """Write the sample's files into DIRECTORY, which is made where needed."""
        self.directory = directory
        self.environment = dict(environment)
        self.prefix = prefix
        self.project = project
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "Pulumi.yaml").write_text(yaml.safe_dump(sample.project(project)))
        self.run_program(PROJECT)
        for role in ROLES:
            document = {"config": sample.stack(sample.STACKS[role], project)}
            self._file(role).write_text(yaml.safe_dump(document))

    def run_program(self, program: Path) -> None:
        """Make PROGRAM (a folder with a `__main__.py`) the one that all three stacks run."""
        path = self.directory / "Pulumi.yaml"
        document = yaml.safe_load(path.read_text())
        document["main"] = os.path.relpath(program, self.directory)
        path.write_text(yaml.safe_dump(document))

    def stack(self, role: str) -> str:
        """The stack's name of `router`, `blue` or `green`."""
        return f"{self.prefix}{role}"

    def settings(self, role: str) -> dict[str, Any]:
        """What the stack file of ROLE sets, by key without namespace."""
        config = yaml.safe_load(self._file(role).read_text()).get("config") or {}
        own = f"{self.project}:"
        return {key.removeprefix(own): value for key, value in config.items() if key.startswith(own)}

    def configure(self, role: str, **settings: Any) -> None:  # noqa: ANN401  any YAML value
        """Set SETTINGS of ROLE's stack; None removes one. As `pulumi config set` does, without starting an engine."""
        document = yaml.safe_load(self._file(role).read_text())
        for key, value in settings.items():
            document["config"].pop(f"{self.project}:{key}", None)
            if value is not None:
                document["config"][f"{self.project}:{key}"] = value
        self._file(role).write_text(yaml.safe_dump(document))

    def share(self, **settings: Any) -> None:  # noqa: ANN401  as above
        """Set SETTINGS for all stacks, in this folder's Pulumi.yaml."""
        path = self.directory / "Pulumi.yaml"
        document = yaml.safe_load(path.read_text())
        document["config"] |= {f"{self.project}:{key}": {"value": value} for key, value in settings.items()}
        path.write_text(yaml.safe_dump(document))

    def tag(self, **tags: str) -> None:
        """Add TAGS to the provider's default tags, in this folder's Pulumi.yaml."""
        path = self.directory / "Pulumi.yaml"
        document = yaml.safe_load(path.read_text())
        document["config"]["aws:defaultTags"]["value"]["tags"] |= tags
        path.write_text(yaml.safe_dump(document))

    def init(self, *roles: str) -> None:
        """Make the stacks of ROLES, all three by default."""
        for role in roles or ROLES:
            run_engine(self.directory, self.environment, "stack", "init", self.stack(role)).check()

    def up(self, role: str, *flags: str) -> Run:
        """`pulumi up --yes --skip-preview`; look at the result's `code` or call its `check`."""
        return self.run("up", role, "--yes", "--skip-preview", *flags)

    def preview(self, role: str, *flags: str) -> Run:
        """`pulumi preview`."""
        return self.run("preview", role, *flags)

    def refresh_preview(self, role: str, *flags: str) -> Run:
        """`pulumi refresh --preview-only`: what differs between the state and AWS."""
        return self.run("refresh", role, "--preview-only", *flags)

    def destroy(self, role: str, *flags: str) -> Run:
        """`pulumi destroy --yes --skip-preview --run-program`."""
        return self.run("destroy", role, "--yes", "--skip-preview", "--run-program", *flags)

    def unprotect(self, role: str) -> None:
        """Take the protection off every resource of ROLE's stack, in its state."""
        flags = ("--all", "--yes", "--stack", self.stack(role))
        run_engine(self.directory, self.environment, "state", "unprotect", *flags).check()

    def run(self, verb: str, role: str, *flags: str) -> Run:
        """Any VERB on the stack of ROLE, its events recorded."""
        return run_engine(self.directory, self.environment, verb, "--stack", self.stack(role), *flags, events=True)

    def outputs(self, role: str) -> dict[str, Any]:
        """The stack's outputs."""
        command = ("stack", "output", "--json", "--stack", self.stack(role))
        return yaml.safe_load(run_engine(self.directory, self.environment, *command).check().output)

    def _file(self, role: str) -> Path:
        return self.directory / f"Pulumi.{self.stack(role)}.yaml"
