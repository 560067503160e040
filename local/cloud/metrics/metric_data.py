"""One GetMetricData: metrics, math over them, and what is returned (CloudWatch API reference, GetMetricData)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from moto.cloudwatch.exceptions import ValidationError

from local.cloud.metrics.expression import Expression, ExpressionError
from local.cloud.metrics.window import check_period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from local.cloud.metrics.operations import Series, Value
    from local.cloud.metrics.window import Window

Query = dict[str, Any]


class MetricData:
    """The values of all queries of one call; each is worked out when it is first needed."""

    def __init__(self, queries: Sequence[Query], window: Window, read: Callable[[Query], Series]) -> None:
        """Answer QUERIES for WINDOW; READ gives the series of a query with a MetricStat. Raises ValidationError."""
        self._queries = {query["Id"]: query for query in queries}
        if len(self._queries) < len(queries):
            raise ValidationError("The values of the Id of MetricDataQueries must be unique.")
        self._window = window
        self._read = read
        self._values: dict[str, Value] = {}
        self._open: list[str] = []
        for query in queries:
            if "MetricStat" in query:
                check_period(period_of(query))

    def results(self, *, newest_first: bool) -> list[dict[str, Any]]:
        """Return, in moto's shape, the result of each query that does not say ReturnData false; raises ValidationError.

        NEWEST_FIRST is ScanBy, TimestampDescending.
        """
        return [
            self._result(query, reverse=newest_first)
            for query in self._queries.values()
            if query.get("ReturnData", True)
        ]

    def _result(self, query: Query, *, reverse: bool) -> dict[str, Any]:
        series = self._value(query["Id"])
        if not isinstance(series, dict):
            raise _refused(query["Id"], "The expression must return a time series, it returned a number")
        times = sorted(series, reverse=reverse)
        return {
            "id": query["Id"],
            "label": query.get("Label") or _label(query),
            "timestamps": [datetime.fromtimestamp(at, UTC) for at in times],
            "values": [series[at] for at in times],
            "status_code": "Complete",
        }

    def _value(self, name: str) -> Value:
        if name not in self._values:
            query = self._queries[name]
            self._values[name] = self._evaluate(name, query) if "Expression" in query else self._read(query)
        return self._values[name]

    def _evaluate(self, name: str, query: Query) -> Value:
        if name in self._open:
            raise _refused(name, f"It refers to itself: {' -> '.join([*self._open, name])}")
        self._open.append(name)
        try:
            return Expression(query["Expression"]).evaluate(self._known, self._times())
        except ExpressionError as error:
            raise _refused(name, str(error)) from None
        finally:
            self._open.pop()

    def _known(self, name: str) -> Value:
        if name not in self._queries:
            raise ExpressionError(f"Undefined variable '{name}'")
        return self._value(name)

    def _times(self) -> range:
        periods = {period for query in self._queries.values() if (period := period_of(query))}
        if len(periods) > 1:
            raise ExpressionError(f"Metrics of different periods in one call with math are left out here: {periods}")
        return self._window.periods(*periods)


def period_of(query: Query) -> int:
    """Return the period of a query's MetricStat in seconds, 0 for an expression's."""
    return int(query.get("MetricStat", {}).get("Period", 0))


def _label(query: Query) -> str:
    if "Expression" in query:
        return query["Id"]
    return f"{query['MetricStat']['Metric']['MetricName']} {query['MetricStat']['Stat']}"


def _refused(name: str, reason: str) -> ValidationError:
    return ValidationError(f"Error in expression '{name}': {reason}")
