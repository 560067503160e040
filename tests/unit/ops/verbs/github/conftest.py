"""A job of GitHub Actions, on a GitHub on this machine."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from ops import app
from ops.github import hub
from tests.github.fake import EVERYTHING, FakeGithub, serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@dataclass
class Job:
    """The job that the environment tells of, with what it wrote into its files."""

    github: FakeGithub
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    token: str = ""

    def begin(self, run: str = "101", allowed: Mapping[str, str] = EVERYTHING, branch: str = "main") -> None:
        """Run RUN begins, whose token may do what is ALLOWED, on BRANCH or a tag."""
        self.token = self.github.token(allowed)
        for name, value in {
            "GITHUB_TOKEN": self.token,
            "GITHUB_REPOSITORY": self.github.repository,
            "GITHUB_API_URL": self.github.url,
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_SHA": self.github.git.resolve("main"),
            "GITHUB_RUN_ID": run,
            "GITHUB_REF_NAME": branch,
            "GITHUB_EVENT_NAME": "pull_request",
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
        }.items():
            self.monkeypatch.setenv(name, value)

    def on(self, number: int) -> None:
        """The event names pull request NUMBER."""
        (self.folder / "event.json").write_text(json.dumps(self.github.pull_event(number)))

    def file(self, text: str, name: str = "file") -> str:
        """A file with TEXT, as another step left it."""
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def run(self, *words: str, code: int = 0) -> str:
        """What `bluegreen github WORDS` says, which exits with CODE; no token is in it, and no traceback."""
        exited = app.run(["github", *words])
        said = self.capsys.readouterr()
        both = said.out + said.err
        assert exited == code, both
        assert self.token not in both
        assert "Traceback" not in both
        return both

    @property
    def summary(self) -> str:
        """What the job's summary holds."""
        path = self.folder / "summary.md"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def github(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGithub]:
    """A repository with a commit; what fails for a moment is tried again at once."""
    monkeypatch.setattr(hub, "PAUSE", 0)
    monkeypatch.setattr(hub, "LONGEST_WAIT", 0.01)
    with serve(FakeGithub(tmp_path_factory.mktemp("github"))) as served:
        served.commit({"README.md": "a service\n"})
        yield served


@pytest.fixture
def job(
    github: FakeGithub,
    project: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Job:
    """Run 101 in a checkout of the project, whose stack files are as in the commit."""
    github.commit({path.name: path.read_text() for path in project.glob("Pulumi*.yaml")})
    for words in (["init", "--quiet"], ["fetch", "--quiet", str(github.git.folder), "main"]):
        subprocess.run(["git", *words], cwd=project, check=True, capture_output=True)
    job = Job(github, tmp_path_factory.mktemp("job"), monkeypatch, capsys)
    job.begin()
    github.writes.clear()
    return job
