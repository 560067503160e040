"""Local ports for the ports that instances listen on."""

from __future__ import annotations

import random
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

FIRST, LAST = 20000, 32000
"""Below what Linux (32768) and macOS (49152) give to outgoing connections, which might take one first."""


class Ports:
    """Hands out each port once until it is given back; safe to use from several threads."""

    def __init__(self, first: int = FIRST, last: int = LAST) -> None:
        """Ports from FIRST to LAST, starting anywhere, so that two local AWS side by side seldom meet."""
        self._first, self._count = first, last - first + 1
        self._next = random.SystemRandom().randrange(self._count)
        self._taken: set[int] = set()
        self._lock = threading.Lock()

    def take(self, avoid: Collection[int] = ()) -> int:
        """Choose a port that nobody listens on and that is not in AVOID; one given back comes last.

        Raises OSError when none is left.
        """
        with self._lock:
            for _ in range(self._count):
                port = self._first + self._next
                self._next = (self._next + 1) % self._count
                if port not in self._taken and port not in avoid and _is_free(port):
                    self._taken.add(port)
                    return port
        raise OSError(f"no free port from {self._first} to {self._first + self._count - 1} on 127.0.0.1")

    def give_back(self, port: int) -> None:
        """PORT may be handed out again."""
        with self._lock:
            self._taken.discard(port)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the servers bind: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
        return True
