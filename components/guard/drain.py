"""How long a color that lost its traffic is still needed by clients that it answered before."""


def drain_seconds(deregistration_delay: int, stickiness: int, client_keep_alive: int | None) -> int:
    """Seconds after a switch until the old color may safely be torn down.

    DEREGISTRATION_DELAY: what requests in flight may take. STICKINESS: how long a cookie may bring a client back,
    0 without it; such a client's last request is then in flight. CLIENT_KEEP_ALIVE: the longest life of a client's
    connection where it is bounded; requests on it follow the weights, but what was upgraded on it, such as a
    WebSocket, stays (ALB guide, "HTTP client keepalive duration", "Deregistration delay").
    """
    return max(stickiness + deregistration_delay, client_keep_alive or 0)
