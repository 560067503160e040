"""Access keys that are held to policies: what those don't allow is refused, as IAM would."""

from __future__ import annotations

from fnmatch import fnmatchcase
from threading import Lock
from typing import TYPE_CHECKING, Any

from local.cloud.fault import Refusal
from local.iam_actions import actions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.cloud.decode import Question

JSON = "AccessDeniedException"

CODES = {"ec2": "UnauthorizedOperation", "kms": JSON, "logs": JSON, "ssm": JSON}
"""What the services that don't say AccessDenied say (their API references, "Common errors")."""

FORBIDDEN, JSON_FORBIDDEN = 403, 400
"""HTTP statuses: services that speak JSON answer 400."""


class InvalidPolicyError(Exception):
    """Something that is no policy document; the message says what was expected."""


class Permissions:
    """Policy documents by access key; a key without any may do everything. Safe to use from several threads.

    Only actions count: resources and conditions of a statement are not looked at, since moto knows too little of what
    AWS puts into a request's context. A denial counts wherever it applies on AWS.
    """

    def __init__(self) -> None:
        """Begin with no key held to anything."""
        self._allowed: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._lock = Lock()

    def hold(self, key: str, documents: Iterable[Mapping[str, Any]]) -> None:
        """Hold KEY to DOCUMENTS from now on, in place of what it was held to. Raises InvalidPolicyError."""
        allowed, denied = set[str](), set[str]()
        for statement in (each for document in documents for each in _statements(document)):
            (allowed if statement["Effect"] == "Allow" else denied).update(_actions(statement))
        with self._lock:
            self._allowed[key] = frozenset(allowed), frozenset(denied)

    def release(self) -> None:
        """Let every key do everything again."""
        with self._lock:
            self._allowed.clear()

    def refusal(self, asked: Question) -> Refusal | None:
        """What AWS would answer to ASKED instead of performing it; None where its key may do it."""
        with self._lock:
            held = self._allowed.get(asked.key)
        if held is None:
            return None
        for action in actions_of(asked.service, asked.action):
            if not _matches(action, held[0]) or _matches(action, held[1]):
                return _refuse(asked, action)
        return None


def _statements(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    statements = document.get("Statement")
    if not isinstance(statements, list):
        raise InvalidPolicyError('a policy is an object with a list of statements: {"Statement": [...]}')
    for statement in statements:
        if statement.get("Effect") not in {"Allow", "Deny"} or "Action" not in statement:
            raise InvalidPolicyError(f"a statement has an Effect, Allow or Deny, and an Action; it was {statement!r}")
    return statements


def _actions(statement: Mapping[str, Any]) -> list[str]:
    actions = statement["Action"]
    return [each.lower() for each in ([actions] if isinstance(actions, str) else actions)]


def _matches(action: str, patterns: Iterable[str]) -> bool:
    # Actions are compared without regard to case (IAM user guide, "IAM JSON policy elements: Action").
    return any(fnmatchcase(action.lower(), pattern) for pattern in patterns)


def _refuse(asked: Question, action: str) -> Refusal:
    code = CODES.get(asked.service, "AccessDenied")
    status = JSON_FORBIDDEN if code == JSON else FORBIDDEN
    reason = f"because no identity-based policy allows the {action} action"
    return Refusal(code, status, f"User: {asked.key} is not authorized to perform: {action} {reason}")
