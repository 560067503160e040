"""GitHub's expressions, as far as our workflows use them: names, texts, comparisons, `&&`, `||`, `!`, status functions.

GitHub docs, "Evaluate expressions in workflows and actions".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.workflows.workflow import UnknownError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Contexts = Mapping[str, Any]

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][\w.-]*)|(?P<sign>\|\||&&|==|!=|!|\(|\)))")

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)

STATUS = ("success", "failure", "always", "cancelled")

OPEN = ("inputs", "event", "outputs")
"""Contexts in which GitHub gives nothing for a name that is not there, and ours ask for one."""


def fill(text: str, contexts: Contexts) -> str:
    """TEXT with each `${{ }}` in it replaced by what it is in CONTEXTS. Raises UnknownError."""
    return EXPRESSION.sub(lambda found: _as_text(_evaluate(found[1], contexts)), text)


def holds(condition: str, contexts: Contexts) -> bool:
    """Whether a step or job with the `if:` CONDITION runs; `success()` is meant where it names no status.

    Raises UnknownError.
    """
    condition = condition.strip().removeprefix("${{").removesuffix("}}")
    if not any(f"{name}()" in condition for name in STATUS):
        condition = f"success() && ({condition})"
    return bool(_evaluate(condition, contexts))


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _evaluate(expression: str, contexts: Contexts) -> Any:
    return _Reader(expression, contexts).read()


class _Reader:
    """Reads EXPRESSION from left to right."""

    def __init__(self, expression: str, contexts: Contexts) -> None:
        self._expression, self._contexts = expression, contexts
        self._tokens: list[tuple[str, str]] = []
        place = 0
        while expression[place:].strip():
            found = TOKEN.match(expression, place)
            if found is None or found.lastgroup is None:
                raise UnknownError(f"{expression[place:]!r} in {expression!r}")
            self._tokens.append((found.lastgroup, found[found.lastgroup]))
            place = found.end()

    def read(self) -> Any:
        value = self._either()
        if self._tokens:
            raise UnknownError(f"{self._tokens[0][1]!r} in {self._expression!r}")
        return value

    def _either(self) -> Any:
        value = self._both()
        while self._take("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._comparison()
        while self._take("&&"):
            other = self._comparison()
            value = value and other
        return value

    def _comparison(self) -> Any:
        value = self._one()
        if self._take("=="):
            return _same(value, self._one())
        if self._take("!="):
            return not _same(value, self._one())
        return value

    def _one(self) -> Any:
        if self._take("!"):
            return not self._one()
        if self._take("("):
            value = self._either()
            self._expect(")")
            return value
        if not self._tokens:
            raise UnknownError(f"nothing where something should be in {self._expression!r}")
        kind, word = self._tokens.pop(0)
        if kind == "text":
            return word[1:-1].replace("''", "'")
        if kind == "sign":
            raise UnknownError(f"{word!r} in {self._expression!r}")
        return self._called(word) if self._take("(") else self._look_up(word)

    def _called(self, name: str) -> Any:
        self._expect(")")
        function: Callable[[], bool] | None = self._contexts.get(f"{name}()")
        if function is None:
            raise UnknownError(f"{name}() in {self._expression!r}")
        return function()

    def _look_up(self, name: str) -> Any:
        value: Any = self._contexts
        above = ""
        for word in name.split("."):
            if word not in value:
                if above in OPEN:
                    return ""
                raise UnknownError(f"{name} in {self._expression!r}: no {word}")
            above, value = word, value[word]
        return value

    def _take(self, sign: str) -> bool:
        if self._tokens[:1] == [("sign", sign)]:
            self._tokens.pop(0)
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise UnknownError(f"no {sign} in {self._expression!r}")


def _same(one: object, other: object) -> bool:
    """Texts are compared without regard to case."""
    return _as_text(one).lower() == _as_text(other).lower()
