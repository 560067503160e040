"""The settings that a router and its colors have in common, or that both colors share."""

from components.settings import structures, values
from components.settings.capacity import Capacity, capacity
from components.settings.field import SHARED, Field

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
    structures.mapping(_NAME, r"[^\n\r\0]*"),
    "texts of one line, by variable name",
    "app_env.LOG_LEVEL info",
    "Environment variables of the application. Never secrets.",
    default={},
)
APP_SECRETS = Field[dict[str, str]](
    "app_secrets",
    SHARED,
    structures.mapping(_NAME, _SECRET),
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
SOAK = Field[int](
    "soak",
    SHARED,
    values.seconds(0, 30 * 86400),
    "0 to 30 days, such as 90s, 15m, 24h or 7d",
    "soak 24h",
    "How long after a switch to a new release the previous color may not be replaced, parked or destroyed;"
    " 0 turns it off.",
    default=86400,
    shown="`24h`",
)
MIN_TARGETS = Field[int](
    "min_targets",
    SHARED,
    values.integer(1, 1000),
    "1 to 1000",
    "min_targets 1",
    "Healthy targets that a color needs before a switch, whatever the other has.",
    default=1,
)
CAPACITY_RATIO = Field[float](
    "capacity_ratio",
    SHARED,
    values.decimal(0, 10),
    "a decimal number, 0 to 10",
    "capacity_ratio 1.0",
    "Healthy capacity that a color needs before a switch, as a share of what the color that carries traffic has"
    " in service.",
    default=1.0,
)
NOTIFY = Field[str | None](
    "notify",
    SHARED,
    values.topic_or_command,
    "the ARN of an SNS topic that is not FIFO, or a command of one line",
    "notify arn:aws:sns:us-east-1:123456789012:switches",
    "Who is told of each switch, rollback and refusal, whoever runs it. A command gets the record as JSON on its"
    " standard input, BLUEGREEN_SUBJECT, BLUEGREEN_EVENT, BLUEGREEN_SERVICE and BLUEGREEN_STACK, and 5 seconds."
    " In Pulumi.yaml it holds for all three stacks.",
    default=None,
)
