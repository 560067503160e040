"""What GitHub answers to a request that it does not do."""

from __future__ import annotations

from typing import Any

LONGEST = 65_536
"""Characters of a body (what GitHub says to more)."""

UNAUTHORIZED = "Bad credentials"
FORBIDDEN = "Resource not accessible by integration"
NO_PULLS = "GitHub Actions is not permitted to create or approve pull requests."


class RefusalError(Exception):
    """A status other than 2xx, with GitHub's message."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None, **more: Any) -> None:
        """STATUS, MESSAGE, and what else the document says."""
        super().__init__(message)
        self.status, self.headers = status, headers or {}
        self.document: dict[str, Any] = {
            "message": message,
            "documentation_url": "https://docs.github.com/rest",
            **more,
        }


def missing() -> RefusalError:
    """Something that is not there, or may not be seen."""
    return RefusalError(404, "Not Found")


def invalid(resource: str, message: str, code: str = "custom", field: str = "body") -> RefusalError:
    """A request that makes no sense."""
    error = {"resource": resource, "code": code, "field": field, "message": message}
    return RefusalError(422, "Validation Failed", errors=[error])


def fitting(body: str | None, resource: str) -> str:
    """BODY; raises RefusalError where it is too long."""
    if len(body or "") > LONGEST:
        raise invalid(resource, f"body is too long (maximum is {LONGEST} characters)")
    return body or ""
