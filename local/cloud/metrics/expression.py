"""A subset of CloudWatch's metric math: arithmetic, comparisons, IF, FILL, and MAX, MIN, SUM of a list.

Its grammar is a subset of Python's, whose parser reads it. Anything else is refused, never guessed at.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from local.cloud.metrics.operations import OPERATIONS, REDUCERS, choose, combine, fill, reduce, repeat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.cloud.metrics.operations import Value


CHARACTERS = re.compile(r"[\w\s.,+\-*/()\[\]<>=]*", re.ASCII)
"""What metric math and this subset of Python have in common: no comments, no strings."""


class ExpressionError(Exception):
    """An expression that can't be read, or that asks for what is left out here."""


class Expression:
    """One expression, read and ready to be evaluated."""

    def __init__(self, text: str) -> None:
        """Read TEXT; raises ExpressionError."""
        if not CHARACTERS.fullmatch(text):
            raise ExpressionError("Invalid syntax")
        try:
            self._tree = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, RecursionError, MemoryError):
            raise ExpressionError("Invalid syntax") from None

    def evaluate(self, lookup: Callable[[str], Value], times: Sequence[int]) -> Value:
        """Return its value; raises ExpressionError.

        LOOKUP gives the value of an id, TIMES are those that FILL fills.
        """
        try:
            return _Evaluation(lookup, times).value(self._tree)
        except (RecursionError, OverflowError):
            raise ExpressionError("Too deeply nested, or a number too large") from None


class _Evaluation:
    def __init__(self, lookup: Callable[[str], Value], times: Sequence[int]) -> None:
        self._lookup = lookup
        self._times = times

    def value(self, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return float(number)
            case ast.Name(id=name):
                return self._lookup(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return combine(OPERATIONS["Sub"], 0.0, self.value(operand))
            case ast.BinOp(left=left, op=operation, right=right):
                return self._operate(operation, left, right)
            case ast.Compare(left=left, ops=[operation], comparators=[right]):
                return self._operate(operation, left, right)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._call(name, arguments)
            case _:
                raise ExpressionError(f"Unsupported expression '{ast.unparse(node)}'")

    def _operate(self, operation: ast.AST, left: ast.expr, right: ast.expr) -> Value:
        name = type(operation).__name__
        if name not in OPERATIONS:
            raise ExpressionError(f"Unsupported operator {name}")
        return combine(OPERATIONS[name], self.value(left), self.value(right))

    def _call(self, name: str, arguments: list[ast.expr]) -> Value:
        match name, arguments:
            case "IF", [condition, then, otherwise]:
                return choose(self.value(condition), self.value(then), self.value(otherwise))
            case "FILL", [series, filling]:
                return self._fill(series, filling)
            case (("MAX" | "MIN" | "SUM"), [ast.List(elts=[_, *_] as values)]):
                return reduce(REDUCERS[name], [self.value(each) for each in values])
            case _:
                raise ExpressionError(f"Unsupported function call {name} with {len(arguments)} arguments")

    def _fill(self, series: ast.expr, filling: ast.expr) -> Value:
        filled = self.value(series)
        if not isinstance(filled, dict):
            raise ExpressionError("FILL needs a time series")
        if isinstance(filling, ast.Name) and filling.id == "REPEAT":
            return repeat(filled, self._times)
        value = self.value(filling)
        if isinstance(value, dict):
            raise ExpressionError("FILL needs a number or REPEAT to fill with")
        return fill(filled, value, self._times)
