"""The provider's configuration, kept per connection: several engines are attached to one process at once."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from local.providers.errors import ProviderError
from local.providers.values import UNKNOWN, Properties, Value, plain

_KEPT: Final = 512
"""Engines come and go without a word; the oldest configurations make room."""


@dataclass(frozen=True)
class Configuration:
    """What the stack says of the provider: its REGION and the TAGS that go on whatever can carry tags."""

    region: str
    tags: dict[str, str] = field(default_factory=dict)
    cancelled: threading.Event = field(default_factory=threading.Event, compare=False)


def configuration(arguments: Properties, default_region: str) -> Configuration:
    """Return what ARGUMENTS, a Configure request's, say; nested values arrive as JSON text."""
    settings = {key: _parsed(value) for key, value in plain(arguments).items() if value is not UNKNOWN}
    tags = (settings.get("defaultTags") or {}).get("tags") or {}
    return Configuration(
        region=settings.get("region") or default_region,
        tags={key: str(value) for key, value in tags.items() if value is not UNKNOWN},
    )


def _parsed(value: Value) -> Value:
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.loads(value)
    return value


class Connections:
    """Configurations by the address that each engine calls from."""

    def __init__(self) -> None:
        """Start without any."""
        self._by_peer: OrderedDict[str, Configuration] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, peer: str, configured: Configuration) -> None:
        """Remember what PEER is configured with."""
        with self._lock:
            self._by_peer.pop(peer, None)
            self._by_peer[peer] = configured
            while len(self._by_peer) > _KEPT:
                self._by_peer.popitem(last=False)

    def get(self, peer: str) -> Configuration:
        """Return PEER's configuration; raise ProviderError when it never sent one."""
        with self._lock:
            if peer in self._by_peer:
                return self._by_peer[peer]
            # gRPC may open a second connection to us; that is safe to serve while only one answer is possible.
            candidates = list(self._by_peer.values())
        if candidates and all(candidate == candidates[0] for candidate in candidates):
            return candidates[-1]
        raise ProviderError("the provider is not configured on this connection: run the command again")

    def cancel(self, peer: str) -> None:
        """Interrupt what PEER waits for."""
        with self._lock:
            configured = self._by_peer.get(peer)
        if configured:
            configured.cancelled.set()
