"""Headers on their way through the balancer (ALB guide, "HTTP headers and Application Load Balancers")."""

from __future__ import annotations

import secrets
import time

from multidict import CIMultiDict, CIMultiDictProxy

HOP_BY_HOP = frozenset({
    "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "proxy-authorization",
    "te", "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip
"""RFC 9110, 7.6.1: these speak of one connection only, as do those that Connection names."""


def end_to_end(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """Copy HEADERS without those that end at this hop."""
    dropped = HOP_BY_HOP
    for named in headers.getall("Connection", []):
        dropped = dropped | {token.strip().lower() for token in named.split(",")}
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in dropped)


def to_target(headers: CIMultiDictProxy[str], client: str, port: int) -> CIMultiDict[str]:
    """Return what a target gets: CLIENT is the client's address, PORT the listener's."""
    sent = end_to_end(headers)
    # The balancer itself has answered an expectation before the body came.
    sent.popall("Expect", None)
    forwarded = [*sent.popall("X-Forwarded-For", []), client]
    sent["X-Forwarded-For"] = ", ".join(forwarded)
    sent["X-Forwarded-Proto"] = "http"
    sent["X-Forwarded-Port"] = str(port)
    sent.setdefault("X-Amzn-Trace-Id", _trace_id())
    return sent


def _trace_id() -> str:
    """Root=1-TIME-ID (ALB guide, "Request tracing")."""
    return f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)}"
