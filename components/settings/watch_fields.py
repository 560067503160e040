"""The settings of a watch: what a color may do with traffic before `bluegreen` takes it back."""

from components.settings import values
from components.settings.field import ROUTER, Field

MAX_ERROR_RATE = Field[float](
    "max_error_rate",
    ROUTER,
    values.decimal(0, 100),
    "a decimal number, 0 to 100 percent",
    "max_error_rate 5",
    "Percent of a color's requests that may fail with 5xx before `bluegreen watch` rolls back, whatever was before.",
    default=5.0,
)
MAX_ERROR_RATIO = Field[float](
    "max_error_ratio",
    ROUTER,
    values.decimal(1, 1000),
    "a decimal number, 1 to 1000",
    "max_error_ratio 1.5",
    "How many times the other color's error rate before the switch a color's may be; below 0.5 percent it does not"
    " count.",
    default=1.5,
)
MAX_LATENCY_RATIO = Field[float](
    "max_latency_ratio",
    ROUTER,
    values.decimal(1, 1000),
    "a decimal number, 1 to 1000",
    "max_latency_ratio 2",
    "How many times the other color's p99 response time before the switch a color's may be; below 25 ms more it does"
    " not count.",
    default=2.0,
)
MIN_REQUESTS = Field[int](
    "min_requests",
    ROUTER,
    values.integer(1, 1_000_000),
    "1 to 1000000",
    "min_requests 50",
    "Requests that an error rate needs before it counts.",
    default=50,
)
