"""Every setting there is: the table that the reader, the README and the error messages share."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from components.color import Color
from components.settings import values
from components.settings.capacity import Capacity, capacity

T = TypeVar("T")

ROUTER, ENVIRONMENT, SHARED = "router", "environment", "shared"

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_SECRET = r"arn:aws[a-z-]*:(ssm:[a-z0-9-]+:\d{12}:parameter/|secretsmanager:[a-z0-9-]+:\d{12}:secret:)\S+"  # noqa: S105  a pattern
LOG_RETENTION_DAYS = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
    2557,
    2922,
    3288,
    3653,
)
"""Days (CloudWatch Logs API reference, PutRetentionPolicy)."""


@dataclass(frozen=True)
class Field(Generic[T]):
    """One setting: its key, whose it is, how it is read, and how it is explained.

    `strict` settings are errors in a stack of the other role; the rest may stand in Pulumi.yaml for all stacks.
    """

    key: str
    role: str
    read: values.Read[T]
    allowed: str
    example: str
    about: str
    default: Any = field(default=...)
    strict: bool = False

    @property
    def required(self) -> bool:
        """Whether a stack of this role must set it."""
        return self.default is ...

    @property
    def command(self) -> str:
        """A command that sets it to something allowed."""
        path = "--path " if "." in self.example.split(" ", 1)[0] else ""
        return f"pulumi config set {path}{self.example}"


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
    values.pattern(r"/[!-~]{0,1023}"),
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
COLOR = Field[Color](
    "color", ENVIRONMENT, values.color, "blue or green", "color blue", "Which of the two environments this stack is."
)
RELEASE = Field[str](
    "release",
    ENVIRONMENT,
    values.release,
    "1 to 128 letters, digits, blanks inside, or + - = . _ : / @ (it becomes a tag value)",
    "release 1.0.0",
    "What this color runs. A new value replaces its fleet.",
    strict=True,
)
ROUTER_STACK = Field[str | None](
    "router",
    ENVIRONMENT,
    values.pattern(r"[A-Za-z0-9_.\-]{1,100}(/[A-Za-z0-9_.\-]{1,100}){0,2}"),
    "a stack's name, or organization/project/stack",
    "router router",
    "The router's stack; by default this stack's name with the color replaced.",
    default=None,
    strict=True,
)
PARKED = Field[bool](
    "parked",
    ENVIRONMENT,
    values.boolean,
    "true or false",
    "parked true",
    "No instances, everything else kept.",
    default=False,
    strict=True,
)
SERVICE = Field[str](
    "service",
    SHARED,
    values.pattern(r"[a-z][a-z0-9-]{0,31}"),
    "a to z, 0 to 9 and -, at most 32, beginning with a letter",
    "service shop",
    "The service's name, in every fixed name and in the tags.",
    default="bluegreen",
)
APP_PORT = Field[int](
    "app_port",
    SHARED,
    values.integer(1, 65535),
    "a port, 1 to 65535",
    "app_port 8080",
    "The port the application listens on. Changing it is a migration: target groups can't change theirs.",
    default=8080,
)
INSTANCE_TYPE = Field[str](
    "instance_type",
    SHARED,
    values.pattern(r"[a-z][a-z0-9-]*\.[a-z0-9-]+"),
    "an EC2 instance type",
    "instance_type t3.micro",
    "The size of an instance.",
    default="t3.micro",
)
IMAGE = Field[str](
    "image",
    SHARED,
    values.pattern(r"ami-[0-9a-f]{8,17}|/[A-Za-z0-9_.\-/]{1,1010}"),
    "an image id (ami-…), or the name of an SSM parameter that holds one (/…)",
    "image ami-0123456789abcdef0",
    "What instances boot. A parameter is resolved once per release.",
    default="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
)
CAPACITY = Field[Capacity](
    "capacity",
    SHARED,
    capacity,
    "whole numbers with 0 <= min <= desired <= max <= 1000 and max at least 1",
    "capacity.min 2",
    "Instances of each color: min, max, and desired where scaling by itself is not wanted.",
    default=Capacity(),
)
APP_ENV = Field[dict[str, str]](
    "app_env",
    SHARED,
    values.mapping(_NAME, r"[^\n\r\0]*"),
    "texts of one line, by variable name",
    "app_env.LOG_LEVEL info",
    "Environment variables of the application. Never secrets.",
    default={},
)
APP_SECRETS = Field[dict[str, str]](
    "app_secrets",
    SHARED,
    values.mapping(_NAME, _SECRET),
    "ARNs of SSM parameters or Secrets Manager secrets, by variable name",
    "app_secrets.TOKEN arn:aws:ssm:us-east-1:123456789012:parameter/token",
    "Secrets that the instance's own role reads at start; never in user data or state.",
    default={},
)
USER_DATA = Field[str](
    "user_data",
    SHARED,
    values.pattern(r"[^\n\r\0]+"),
    "a path below the project",
    "user_data app/user_data.sh",
    "The user-data template.",
    default="app/user_data.sh",
)
RELEASE_TIMEOUT = Field[int](
    "release_timeout",
    SHARED,
    values.integer(1, 3600),
    "1 to 3600 seconds",
    "release_timeout 600",
    "Seconds that a new fleet gets to become healthy before its release has failed.",
    default=600,
)
LOG_RETENTION = Field[int](
    "log_retention",
    SHARED,
    values.number_of(*LOG_RETENTION_DAYS),
    "a number of days that CloudWatch Logs takes, such as 30",
    "log_retention 30",
    "Days that a color's logs are kept.",
    default=30,
)

FIELDS: tuple[Field[Any], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Field))
"""Every setting, in the order of the README's table."""
