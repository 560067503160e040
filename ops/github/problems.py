"""What an error of GitHub means for a person: one problem each, with the next command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from github import BadCredentialsException, RateLimitExceededException

from ops.github.job import HANDED
from ops.problem import Code, Problem

if TYPE_CHECKING:
    from github import GithubException
    from requests import RequestException

    from ops.github.job import Job

FORBIDDEN, MISSING, INVALID, BUSY, BROKEN = 403, 404, 422, 429, 500

LONGEST = 300
"""Characters of GitHub's own words that are told."""

NO_PULLS = "not permitted to create or approve pull requests"
"""What GitHub says where a setting of the repository stands against it, whatever the job's permissions."""

ALLOW_PULLS = "Settings, Actions, General: Allow GitHub Actions to create and approve pull requests; then"


def word(error: GithubException, job: Job, what: str, permission: str) -> Problem:
    """The problem behind ERROR, met while WHAT was asked for, which needs PERMISSION."""
    again, said = f"gh run rerun {job.run}", job.clean(_said(error))
    limited = isinstance(error, RateLimitExceededException) or error.status == BUSY or _spent(error)
    if isinstance(error, BadCredentialsException):
        told, following = "GitHub does not know the token", HANDED
    elif limited:
        told, following = f"GitHub limits how often it is asked: {said}", f"in some minutes: {again}"
    elif error.status == FORBIDDEN and NO_PULLS in said:
        told, following = f"GitHub refused: {said}", f"{ALLOW_PULLS} {again}"
    elif error.status == FORBIDDEN:
        told, following = f"GitHub refused: {said}", _allowed(permission)
    elif error.status == MISSING:
        told, following = "it is not there, or the token may not see it", _allowed(permission)
    elif error.status == INVALID:
        told, following = f"GitHub can't take it: {said}", f"see {job.run_page}, then {again}"
    else:
        told, following = f"GitHub answered with {error.status}: {said}", f"see www.githubstatus.com, then {again}"
    return Problem(f"{what} in {job.repository} failed: {told}", following, Code.RESOURCE)


def unreachable(error: RequestException, job: Job, what: str) -> Problem:
    """The problem where GitHub did not answer to the end."""
    told = job.clean(type(error).__name__)
    return Problem(
        f"{what} in {job.repository} failed: no answer from {job.api} ({told})",
        f"curl {job.api}, then gh run rerun {job.run}",
        Code.RESOURCE,
    )


def _allowed(permission: str) -> str:
    return f"add permissions: {permission} to the job in the workflow, then run it again"


def _spent(error: GithubException) -> bool:
    """Whether ERROR is a limit that was waited for in vain: the text of its answer was read by the wait."""
    return error.status == FORBIDDEN and not error.data


def _said(error: GithubException) -> str:
    data: Any = error.data
    if not isinstance(data, dict):
        return "no reason"
    details = [each.get("message") or each.get("code") for each in data.get("errors") or () if isinstance(each, dict)]
    said = ": ".join(str(each) for each in (data.get("message"), *details) if each)
    return " ".join(said.split())[:LONGEST] or "no reason"
