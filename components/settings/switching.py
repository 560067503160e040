"""What a switch asks before it, how it is observed, and what it accepts. Times are in seconds."""

from dataclasses import dataclass

from components.color import Color
from components.settings import fields
from components.settings.reader import Reader


@dataclass(frozen=True)
class Gate:
    """What a color must pass before it gets the traffic: `timeout` to become ready, paths, and perhaps a command."""

    timeout: int
    smoke_paths: tuple[str, ...]
    command: str | None
    command_timeout: int


@dataclass(frozen=True)
class Verify:
    """How a switch is observed: `mode` is auto, require or off; both headers are the response's."""

    mode: str
    path: str
    header: str
    release_header: str
    timeout: int


@dataclass(frozen=True)
class Preview:
    """How a color is reached whatever the weights: by which request header, and from which networks."""

    header: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Overrides:
    """What a person accepts by name: two of `color@release`, and a pair of live weights, `blue/green`."""

    allow_unready: str | None
    skip_smoke: str | None
    allow_repair: str | None

    def accepts_unready(self, color: Color, release: str | None) -> bool:
        """Whether COLOR may get traffic though it is not ready; inert for any other RELEASE than it runs."""
        return self.allow_unready == color.at(release)


def read_gate(reader: Reader) -> Gate:
    """Take the gate's settings; problems stay with READER."""
    return Gate(
        timeout=reader.take(fields.GATE_TIMEOUT),
        smoke_paths=reader.take(fields.SMOKE_PATHS),
        command=reader.take(fields.GATE_COMMAND),
        command_timeout=reader.take(fields.GATE_COMMAND_TIMEOUT),
    )


def read_verify(reader: Reader) -> Verify:
    """Take the settings of the observation; problems stay with READER."""
    return Verify(
        mode=reader.take(fields.VERIFY),
        path=reader.take(fields.VERIFY_PATH),
        header=reader.take(fields.VERIFY_HEADER),
        release_header=reader.take(fields.RELEASE_HEADER),
        timeout=reader.take(fields.VERIFY_TIMEOUT),
    )


def read_preview(reader: Reader) -> Preview:
    """Take the settings of the preview route; problems stay with READER."""
    return Preview(header=reader.take(fields.PREVIEW_HEADER), sources=reader.take(fields.PREVIEW_SOURCES))


def read_overrides(reader: Reader) -> Overrides:
    """Take the overrides; problems stay with READER."""
    return Overrides(
        allow_unready=reader.take(fields.ALLOW_UNREADY),
        skip_smoke=reader.take(fields.SKIP_SMOKE),
        allow_repair=reader.take(fields.ALLOW_REPAIR),
    )
