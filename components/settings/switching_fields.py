"""The settings of a switch: what is asked before it, how it is observed, and what it accepts."""

from components.settings import structures, values
from components.settings.field import ROUTER, Field

GATE_TIMEOUT = Field[int](
    "gate_timeout",
    ROUTER,
    values.seconds(0, 3600),
    "0 to 3600 seconds, such as 10s or 5m",
    "gate_timeout 10s",
    "How long a switch waits for a color that is not ready yet. Ctrl-C does not end a wait that has begun.",
    default=10,
    shown="`10s`",
)
SMOKE_PATHS = Field[tuple[str, ...]](
    "smoke_paths",
    ROUTER,
    structures.paths,
    "a JSON list of paths that begin with /, [] for none",
    """smoke_paths '["/ready"]'""",
    "Paths that must answer 2xx from the color and release to be switched to, through the preview route.",
    default=("/ready",),
)
GATE_COMMAND = Field[str | None](
    "gate_command",
    ROUTER,
    values.pattern(r"(?=.*\S)[^\n\r\0]+"),
    "a command of one line",
    "gate_command ./check.sh",
    "A command that must exit with 0 before a switch; it gets BLUEGREEN_COLOR, BLUEGREEN_RELEASE and"
    " BLUEGREEN_PREVIEW_URL.",
    default=None,
)
GATE_COMMAND_TIMEOUT = Field[int](
    "gate_command_timeout",
    ROUTER,
    values.seconds(1, 3600),
    "1 to 3600 seconds, such as 60s or 5m",
    "gate_command_timeout 60s",
    "How long gate_command may take.",
    default=60,
    shown="`60s`",
)
VERIFY = Field[str](
    "verify",
    ROUTER,
    values.choice("auto", "require", "off"),
    "auto, require or off",
    "verify auto",
    "Whether a switch is observed on fresh connections to the URL: where it can be reached, always, or never.",
    default="auto",
)
VERIFY_PATH = Field[str](
    "verify_path",
    ROUTER,
    values.path,
    "a path that begins with /",
    "verify_path /",
    "What is asked to observe a switch.",
    default="/",
)
VERIFY_HEADER = Field[str](
    "verify_header",
    ROUTER,
    values.header,
    values.HEADER_ALLOWED,
    "verify_header x-bluegreen-color",
    "The response header that names the color that answered.",
    default="x-bluegreen-color",
)
RELEASE_HEADER = Field[str](
    "release_header",
    ROUTER,
    values.header,
    values.HEADER_ALLOWED,
    "release_header x-bluegreen-release",
    "The response header that names the release that answered.",
    default="x-bluegreen-release",
)
VERIFY_TIMEOUT = Field[int](
    "verify_timeout",
    ROUTER,
    values.seconds(1, 3600),
    "1 to 3600 seconds, such as 60s or 5m",
    "verify_timeout 60s",
    "How long a switch may take to be observed.",
    default=60,
    shown="`60s`",
)
PREVIEW_HEADER = Field[str](
    "preview_header",
    ROUTER,
    values.header,
    values.HEADER_ALLOWED,
    "preview_header x-bluegreen",
    "The request header that reaches a color by its name, whatever the weights.",
    default="x-bluegreen",
)
PREVIEW_SOURCES = Field[tuple[str, ...]](
    "preview_sources",
    ROUTER,
    structures.networks,
    "a JSON list of 1 to 4 different networks such as 10.0.0.0/8",
    """preview_sources '["10.0.0.0/8"]'""",
    "Who may reach a color by the preview header; at most 4 networks.",
    default=("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8"),
)
ALLOW_UNREADY = Field[str | None](
    "allow_unready",
    ROUTER,
    values.color_release,
    values.COLOR_RELEASE_ALLOWED,
    "allow_unready green@1.1.0",
    "Accepts a switch to exactly this color and release although it is not ready; inert for any other.",
    default=None,
    strict=True,
)
SKIP_SMOKE = Field[str | None](
    "skip_smoke",
    ROUTER,
    values.color_release,
    values.COLOR_RELEASE_ALLOWED,
    "skip_smoke green@1.1.0",
    "Accepts a switch to exactly this color and release without smoke_paths and gate_command.",
    default=None,
    strict=True,
)
BAD_RELEASE = Field[str | None](
    "bad_release",
    ROUTER,
    values.color_release,
    values.COLOR_RELEASE_ALLOWED,
    "bad_release green@1.1.0",
    "Marks exactly this color and release as bad once the other color is the active one: nothing switches to it again"
    " without allow_unready. `bluegreen rollback` sets it.",
    default=None,
    strict=True,
)
ALLOW_REPAIR = Field[str | None](
    "allow_repair",
    ROUTER,
    values.weight_pair,
    "BLUE/GREEN, two weights from 0 to 999, such as 50/50",
    "allow_repair 50/50",
    "Accepts to move live weights that somebody set by hand, named blue/green; inert for any other.",
    default=None,
    strict=True,
)
