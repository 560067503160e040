"""The settings of one color."""

from components.color import Color
from components.settings import values
from components.settings.field import ENVIRONMENT, Field

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
    values.pattern(rf"{values.STACK_NAME}(/{values.STACK_NAME}){{0,2}}"),
    "a stack's name, or organization/project/stack",
    "router router",
    "The router's stack; by default this stack's name with the color replaced.",
    default=None,
    shown="by this stack's name",
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
ALLOW_LIVE_CHANGE = Field[str | None](
    "allow_live_change",
    ENVIRONMENT,
    values.color_release,
    values.COLOR_RELEASE_ALLOWED,
    "allow_live_change green@1.1.0",
    "Accepts to replace, park, shrink or destroy exactly this color and release although it carries traffic or soaks.",
    default=None,
    strict=True,
)
