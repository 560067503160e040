"""Free ports on this machine."""

from __future__ import annotations

import socket


def is_free(port: int) -> bool:
    """Whether a server could listen on PORT of 127.0.0.1 now."""
    with socket.socket() as probe:
        # A port whose last connections still linger can be listened on.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(preferred: int) -> int:
    """PREFERRED or the next port above it that is free now; raises OSError when there is none."""
    for port in range(preferred, 65536):
        if is_free(port):
            return port
    raise OSError(f"no free port from {preferred} on")
