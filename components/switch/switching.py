"""What a switch works with: everything that the gate, the verification and the last look must know of a router."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from components.color import Color
from components.records.records import RecordNames, Records
from components.records.switch_log import SwitchLog
from components.settings.switching import Gate, Overrides, Preview, Verify
from components.switch.ready_for_traffic import Need


@dataclass(frozen=True)
class Switching:
    """A router as a switch sees it.

    `router` is the stack's name, for the commands in messages; `target_groups` ARNs by color; `declared` the weights
    of this update; `url` where clients go; `check_interval` in seconds between two health checks of a target;
    `stickiness` in seconds, 0 without it.
    """

    router: str
    target_groups: Mapping[Color, str]
    declared: Mapping[Color, int]
    url: str
    names: RecordNames
    log: SwitchLog
    need: Need
    gate: Gate
    verify: Verify
    preview: Preview
    overrides: Overrides
    check_interval: float = 10.0
    stickiness: int = 0

    @property
    def preview_headers(self) -> dict[Color, dict[str, str]]:
        """The request headers that lead to a color whatever the weights."""
        return {color: {self.preview.header: color.value} for color in Color}

    def rollback_command(self, color: Color) -> str:
        """The command that moves all traffic back to COLOR."""
        return (
            f"pulumi config set active_color {color.value} --stack {self.router}"
            f" && pulumi up --skip-preview --stack {self.router}"
        )


@dataclass
class Switched:
    """What this run of the program has found out and done so far: the hooks of one update share it."""

    judged: bool = False
    """Whether the gate looked at the live weights, or found that none move."""
    verified: bool = False
    """Whether the live weights were read back, as declared, after the listener's own step."""
    records: Records | None = None
    """What the gate read at its last look before the write."""
    facts: dict[str, object] = field(default_factory=dict[str, object])
    """What the gate found, for the switch log."""
    bootstrap: bool = False
    """Whether neither color had a target yet, so that there is nobody to ask."""
    begun: float = 0.0
    """When the gate let the write pass, in seconds of the monotonic clock."""
