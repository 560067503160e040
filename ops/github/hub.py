"""GitHub's REST API as a job's token may use it; PyGithub speaks it."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from github import Auth, Github, GithubException
from github.GithubRetry import GithubRetry
from requests import RequestException

from ops.github.problems import unreachable, word

if TYPE_CHECKING:
    from collections.abc import Generator

    from github.Repository import Repository

    from ops.github.job import Job

TIMEOUT = 30
"""Seconds that one answer may take."""

TRIES, PAUSE = 3, 1.0
"""How often what failed for a moment is tried again, and seconds before the second time."""

LONGEST_WAIT = 60
"""Seconds that a rate limit is waited for; without a time GitHub wants one minute (docs, "Rate limits")."""

PAGE = 100
"""Entries of a list that GitHub gives at once, at most."""

REFUSED = frozenset({403, 429})
"""What GitHub answers where it did nothing, and may say when to come again."""

REPEATABLE = frozenset({"GET", "PATCH", "PUT", "DELETE"})
"""A POST whose answer was lost may have been done: what it made would be there twice."""


class Patience(GithubRetry):
    """Tries again what can't be done twice by that."""

    def is_retry(self, method: str, status_code: int, has_retry_after: bool = False) -> bool:  # noqa: FBT001, FBT002  urllib3's
        """Whether METHOD may be repeated after STATUS_CODE."""
        return status_code in REFUSED or super().is_retry(method, status_code, has_retry_after)


def connect(job: Job) -> Repository:
    """The repository of JOB; nothing is asked yet."""
    # What is tried again is ours to tell, where it fails for good.
    logging.getLogger("github").setLevel(logging.ERROR)
    retry = Patience(
        total=TRIES,
        backoff_factor=PAUSE,
        allowed_methods=REPEATABLE,
        raise_on_status=False,
        secondary_rate_wait=LONGEST_WAIT,
        max_rate_limit_wait=LONGEST_WAIT,
        retry_after_max=LONGEST_WAIT,
    )
    # A job writes a handful of times, far from the limit that a pause between writes is for.
    return Github(
        auth=Auth.Token(job.token),
        base_url=job.api,
        timeout=TIMEOUT,
        per_page=PAGE,
        retry=retry,
        seconds_between_requests=None,
        seconds_between_writes=None,
        lazy=True,
    ).get_repo(job.repository)


@contextlib.contextmanager
def asking(job: Job, what: str, permission: str) -> Generator[None]:
    """A block that asks GitHub for WHAT, for which JOB needs PERMISSION (`issues: write`): what fails is a Problem."""
    try:
        yield
    except GithubException as error:
        raise word(error, job, what, permission) from None
    except RequestException as error:
        raise unreachable(error, job, what) from None
