"""What GitHub Actions tells a job about itself."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ops.plan.masking import masked
from ops.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

TOKEN = "GITHUB_TOKEN"  # noqa: S105  the variable's name
REPOSITORY, COMMIT, RUN = "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_RUN_ID"
BRANCH, OUTPUT = "GITHUB_REF_NAME", "GITHUB_OUTPUT"
API, SERVER, SUMMARY = "GITHUB_API_URL", "GITHUB_SERVER_URL", "GITHUB_STEP_SUMMARY"
NEEDED = (TOKEN, REPOSITORY, API, SERVER, COMMIT, RUN, SUMMARY)

IN_A_STEP = "run it in a step of a GitHub Actions workflow"
HANDED = f"{IN_A_STEP}, with env: {TOKEN}: ${{{{ github.token }}}}"
"""The token is the one variable that is in no step unless the step says so (GitHub docs, "GITHUB_TOKEN")."""


@dataclass(frozen=True)
class Job:
    """The job that runs: its REPOSITORY (`owner/name`), addresses without a slash at the end, COMMIT and RUN's id."""

    repository: str
    api: str
    server: str
    commit: str
    run: str
    summary: Path
    token: str = field(repr=False)

    @classmethod
    def read(cls, *more: str) -> Job:
        """The job that the environment tells of, once MORE variables are there, too. Raises Problem."""
        found = read_variables((*NEEDED, *more))
        return cls(
            repository=found[REPOSITORY],
            api=found[API].rstrip("/"),
            server=found[SERVER].rstrip("/"),
            commit=found[COMMIT],
            run=found[RUN],
            summary=Path(found[SUMMARY]),
            token=found[TOKEN],
        )

    @property
    def run_page(self) -> str:
        """Where a person sees this run."""
        return self.page_of_run(self.run)

    def page_of_run(self, run: str) -> str:
        """Where a person sees RUN."""
        return f"{self.server}/{self.repository}/actions/runs/{run}"

    def seen(self, since: str) -> str:
        """That something is there from the run SINCE to this one, as a sentence in Markdown without its end."""
        last = f"[run {self.run}]({self.run_page})"
        if since == self.run:
            return f"Seen in {last}"
        return f"Seen since [run {since}]({self.page_of_run(since)}), last in {last}"

    def page_of(self, document: str) -> str:
        """Where a person reads DOCUMENT, a path in the repository, as of this job's commit."""
        return f"{self.server}/{self.repository}/blob/{self.commit}/{document}"

    def clean(self, text: str) -> str:
        """TEXT without the token."""
        return masked(text, [self.token])

    def summarize(self, text: str) -> None:
        """Add TEXT, which is Markdown, to the job's summary. Raises Problem."""
        append(SUMMARY, self.summary, self.clean(text))


def read_variables(names: Iterable[str]) -> dict[str, str]:
    """The environment's variables of these NAMES; raises Problem that names all that are missing."""
    found = {name: os.environ.get(name, "") for name in names}
    missing = [name for name, value in found.items() if not value]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        what = f"{', '.join(missing)} {are} not set, which GitHub Actions sets for a step"
        raise Problem(what, HANDED if TOKEN in missing else IN_A_STEP)
    return found


def append(variable: str, path: Path, text: str) -> None:
    """Add TEXT and a line's end to the file at PATH, which VARIABLE names. Raises Problem."""
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text.rstrip("\n") + "\n")
    except OSError as error:
        raise Problem(f"{variable} {path} can't be written: {error.strerror}", IN_A_STEP) from None
