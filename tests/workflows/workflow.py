"""A workflow's file, read: as much of GitHub's syntax as ours use; anything else is an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parent.parent.parent

FOLDER = PROJECT / ".github" / "workflows"

ON: Any = True
"""What YAML 1.1, and so this reader, makes of the key `on`."""


class UnknownError(Exception):
    """Something that the replay does not know, so that it would be replayed wrong."""


@dataclass(frozen=True)
class Step:
    """One step: an action that is used, or a command that is run."""

    uses: str = ""
    run: str = ""
    id: str = ""
    name: str = ""
    condition: str = "success()"
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    env: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def title(self) -> str:
        """What the run's page would call it."""
        return self.name or self.run or self.action

    @property
    def action(self) -> str:
        """The action's name without its commit."""
        return self.uses.partition("@")[0]


@dataclass(frozen=True)
class Job:
    """One job: its steps, or the workflow that it calls; `group` is None where it has none of its own."""

    id: str
    permissions: dict[str, str]
    steps: tuple[Step, ...] = ()
    uses: str = ""
    needs: tuple[str, ...] = ()
    condition: str = "success()"
    environment: str = ""
    timeout: int | None = None
    concurrency: dict[str, Any] = field(default_factory=dict[str, Any])
    env: dict[str, str] = field(default_factory=dict[str, str])
    outputs: dict[str, str] = field(default_factory=dict[str, str])
    matrix: dict[str, list[Any]] = field(default_factory=dict[str, list[Any]])


@dataclass(frozen=True)
class Workflow:
    """One file: `on` as it stands there, and its jobs in their order."""

    name: str
    on: Any
    permissions: Any
    defaults: Any
    jobs: tuple[Job, ...]
    concurrency: dict[str, Any]
    env: dict[str, str]


def names() -> list[str]:
    """All workflows' names, sorted: those of their files."""
    return sorted(path.stem for path in FOLDER.glob("*.y*ml"))


def read(name: str, folder: Path = FOLDER) -> Workflow:
    """The workflow NAME in FOLDER. Raises UnknownError where it has what the replay does not know."""
    document = yaml.safe_load((folder / f"{name}.yml").read_text())
    known = {"name", ON, "permissions", "defaults", "jobs", "concurrency", "env"}
    _only(known, document, name)
    jobs = tuple(_job(f"{name}: {each}", each, given) for each, given in document["jobs"].items())
    return Workflow(
        document["name"],
        document[ON],
        document.get("permissions"),
        document.get("defaults"),
        jobs,
        document.get("concurrency", {}),
        document.get("env", {}),
    )


def _job(where: str, identity: str, given: dict[str, Any]) -> Job:
    keys = {"runs-on", "permissions", "steps", "uses", "needs", "if", "environment", "timeout-minutes"}
    _only(keys | {"concurrency", "env", "outputs", "strategy"}, given, where)
    needs = given.get("needs", [])
    return Job(
        identity,
        given.get("permissions", {}),
        tuple(_step(where, each) for each in given.get("steps", [])),
        given.get("uses", ""),
        (needs,) if isinstance(needs, str) else tuple(needs),
        given.get("if", "success()"),
        given.get("environment", ""),
        given.get("timeout-minutes"),
        given.get("concurrency", {}),
        given.get("env", {}),
        given.get("outputs", {}),
        given.get("strategy", {}).get("matrix", {}),
    )


def _step(where: str, given: dict[str, Any]) -> Step:
    _only({"uses", "run", "id", "name", "if", "with", "env"}, given, where)
    words = {key: given.get(key, "") for key in ("uses", "run", "id", "name")}
    return Step(**words, condition=given.get("if", "success()"), inputs=given.get("with", {}), env=given.get("env", {}))


def _only(known: set[Any], given: dict[Any, Any], where: str) -> None:
    if unknown := given.keys() - known:
        raise UnknownError(f"{where}: {', '.join(map(str, unknown))}")
