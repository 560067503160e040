"""The settings of the router: what it is made of, and where the traffic goes."""

from components.color import Color
from components.settings import structures, values
from components.settings.field import ROUTER, Field

ACTIVE_COLOR = Field[Color](
    "active_color", ROUTER, values.color, "blue or green", "active_color blue", "The color that gets the traffic."
)
CANARY = Field[tuple[Color, int] | None](
    "canary",
    ROUTER,
    values.canary,
    "COLOR@PERCENT, 0 to 50 percent",
    "canary green@10",
    "A share of the traffic for the color that is not active; inert once it is.",
    default=None,
    strict=True,
)
ENVIRONMENTS = Field[dict[Color, str]](
    "environments",
    ROUTER,
    structures.stack_names,
    "both environments.blue and environments.green, the names of two stacks beside this one",
    "environments.blue NAME",
    "The colors' stacks; by default this stack's name with the word router replaced.",
    default={},
    shown="by this stack's name",
)
VPC_CIDR = Field[str](
    "vpc_cidr",
    ROUTER,
    values.network,
    "an IPv4 network, /16 to /24",
    "vpc_cidr 10.0.0.0/16",
    "The VPC's addresses. Changing it replaces the network.",
    default="10.0.0.0/16",
)
NAT = Field[str](
    "nat",
    ROUTER,
    values.choice("none", "single", "per_zone"),
    "none, single or per_zone",
    "nat single",
    "NAT gateways, for instances that must reach what is outside, `app_secrets` included.",
    default="none",
)
HTTP_PORT = Field[int](
    "http_port",
    ROUTER,
    values.integer(1, 65535),
    "a port, 1 to 65535",
    "http_port 80",
    "The port the load balancer listens on.",
    default=80,
)
DEREGISTRATION_DELAY = Field[int](
    "deregistration_delay",
    ROUTER,
    values.integer(0, 3600),
    "0 to 3600 seconds",
    "deregistration_delay 30",
    "Seconds that requests in flight get when a target leaves.",
    default=30,
)
HEALTH_CHECK_PATH = Field[str](
    "health_check_path",
    ROUTER,
    values.path,
    "a path that begins with /",
    "health_check_path /health",
    "What the load balancer asks each target.",
    default="/health",
)
HEALTH_CHECK_INTERVAL = Field[int](
    "health_check_interval",
    ROUTER,
    values.integer(5, 300),
    "5 to 300 seconds, above health_check_timeout",
    "health_check_interval 10",
    "Seconds between two health checks of a target.",
    default=10,
)
HEALTH_CHECK_TIMEOUT = Field[int](
    "health_check_timeout",
    ROUTER,
    values.integer(2, 120),
    "2 to 120 seconds, below health_check_interval",
    "health_check_timeout 2",
    "Seconds after which a health check has failed.",
    default=5,
)
HEALTHY_THRESHOLD = Field[int](
    "healthy_threshold",
    ROUTER,
    values.integer(2, 10),
    "2 to 10",
    "healthy_threshold 2",
    "Passed checks in a row that make a target healthy again.",
    default=2,
)
UNHEALTHY_THRESHOLD = Field[int](
    "unhealthy_threshold",
    ROUTER,
    values.integer(2, 10),
    "2 to 10",
    "unhealthy_threshold 2",
    "Failed checks in a row that make a target unhealthy.",
    default=2,
)
STICKINESS = Field[int](
    "stickiness",
    ROUTER,
    values.seconds(0, 86400),
    "0, or up to 86400 seconds, such as 90s or 1h",
    "stickiness 1h",
    "Seconds that a client stays on the color that answered it first; 0 for not at all."
    " It delays a switch for those clients.",
    default=0,
)
TARGET_STICKINESS = Field[int](
    "target_stickiness",
    ROUTER,
    values.seconds(0, 86400),
    "0, or up to 86400 seconds, such as 90s or 1h",
    "target_stickiness 1h",
    "Seconds that a client stays on one target of its color; 0 for not at all. It needs stickiness.",
    default=0,
)
CLIENT_KEEP_ALIVE = Field[int | None](
    "client_keep_alive",
    ROUTER,
    values.seconds(60, 604800),
    "60 to 604800 seconds, such as 10m or 1h",
    "client_keep_alive 1h",
    "Longest life of a client's connection. Where set, an old color is kept for as long after a switch.",
    default=None,
)
