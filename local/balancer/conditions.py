"""Does a request meet the conditions of a listener rule? (ALB guide, "Condition types for listener rules")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from local.balancer.snapshot import Condition


@dataclass(frozen=True)
class RequestFacts:
    """What of a request routing may look at; `headers` and `query` keep repeated names."""

    method: str
    host: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Sequence[tuple[str, str]]
    source_ip: str
    cookies: dict[str, str]


def meets_all(conditions: Iterable[Condition], request: RequestFacts) -> bool:
    """Tell whether REQUEST meets every condition; within one condition, one value is enough."""
    return all(_meets(condition, request) for condition in conditions)


def _meets(condition: Condition, request: RequestFacts) -> bool:
    check = CHECKS.get(condition["Field"])
    return check is not None and check(condition, request)


def _path(condition: Condition, request: RequestFacts) -> bool:
    """Compare with case, and without the query."""
    return _any_like(_values(condition, "PathPatternConfig"), request.path, fold=False)


def _host(condition: Condition, request: RequestFacts) -> bool:
    return _any_like(_values(condition, "HostHeaderConfig"), request.host, fold=True)


def _method(condition: Condition, request: RequestFacts) -> bool:
    return request.method in _values(condition, "HttpRequestMethodConfig")


def _values(condition: Condition, config: str) -> list[str]:
    # The API answers path and host conditions in both places, and older callers fill only the first.
    return condition.get(config, {}).get("Values") or condition.get("Values") or []


def _header(condition: Condition, request: RequestFacts) -> bool:
    """Compare names and values without case, values with wildcards."""
    config = condition["HttpHeaderConfig"]
    wanted = config["HttpHeaderName"].lower()
    sent = [value for name, value in request.headers if name.lower() == wanted]
    return any(_any_like(config["Values"], value, fold=True) for value in sent)


def _query(condition: Condition, request: RequestFacts) -> bool:
    """Compare without case, with wildcards; a missing key matches the value of any key."""
    return any(_pair(pair, request) for pair in condition["QueryStringConfig"]["Values"])


def _pair(pair: dict[str, str], request: RequestFacts) -> bool:
    key = pair.get("Key")
    return any(
        _like(pair["Value"], value, fold=True) and (key is None or _like(key, name, fold=True))
        for name, value in request.query
    )


def _source(condition: Condition, request: RequestFacts) -> bool:
    """Look at the address of the connection, never at X-Forwarded-For."""
    address = ip_address(request.source_ip)
    return any(address in ip_network(network, strict=False) for network in _values(condition, "SourceIpConfig"))


def _any_like(patterns: Iterable[str], text: str, *, fold: bool) -> bool:
    return any(_like(pattern, text, fold=fold) for pattern in patterns)


def _like(pattern: str, text: str, *, fold: bool) -> bool:
    return _compiled(pattern, fold).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str, fold: bool) -> re.Pattern[str]:  # noqa: FBT001  lru_cache keys on positions
    """`*` is 0 or more characters, `?` exactly one; a backslash makes either literal. No other wildcards."""
    wild = {"*": ".*", "?": "."}
    parts = re.findall(r"\\[*?\\]|.", pattern, flags=re.DOTALL)
    body = "".join(wild.get(part) or re.escape(part[-1]) for part in parts)
    return re.compile(body, re.DOTALL | (re.IGNORECASE if fold else 0))


CHECKS: dict[str, Callable[[Condition, RequestFacts], bool]] = {
    "http-header": _header,
    "path-pattern": _path,
    "host-header": _host,
    "query-string": _query,
    "http-request-method": _method,
    "source-ip": _source,
}
