"""systemd unit files: the part that services of user data need. Unknown keys, and DynamicUser, are ignored."""

from __future__ import annotations

import re
import shlex
import signal
from dataclasses import dataclass
from pathlib import Path

SECONDS = {"": 1.0, "s": 1.0, "sec": 1.0, "ms": 0.001, "m": 60.0, "min": 60.0, "h": 3600.0}
"""systemd.time(7), a part of it."""

_ASSIGNMENT = re.compile(r"""\s*([A-Za-z_]\w*)=("(?:\\.|[^"\\])*"|'[^']*'|[^\n]*)[^\n]*""", re.DOTALL)


class UnitError(Exception):
    """A unit that can't be run; worded for the console."""


@dataclass(frozen=True)
class Unit:
    """What of a service's unit file is honoured; defaults as in systemd.service(5). Times in seconds."""

    command: tuple[str, ...]
    environment: dict[str, str]
    environment_files: tuple[str, ...] = ()
    output: Path | None = None
    error: Path | None = None
    restart: str = "no"
    restart_seconds: float = 0.1
    stop_seconds: float = 90.0
    stop_signal: signal.Signals = signal.SIGTERM

    def full_environment(self, base: dict[str, str]) -> dict[str, str]:
        """Merge BASE, Environment and the files, read anew at each start; UnitError names a missing one."""
        merged = {**base, **self.environment}
        for name in self.environment_files:
            path = Path(name.removeprefix("-"))
            try:
                merged |= assignments(path.read_text())
            except FileNotFoundError as error:
                if not name.startswith("-"):
                    raise UnitError(f"EnvironmentFile {path} does not exist") from error
        return merged

    def restarts_after(self, status: int) -> bool:
        """Whether Restart= asks for a new start after exit STATUS (negative: a signal)."""
        return self.restart in {"always", "on-success" if status == 0 else "on-failure"}


def parse(text: str) -> Unit:
    """Read the unit in TEXT; raises UnitError without an ExecStart, or for a time or signal nobody knows."""
    keys = _service_keys(text)
    if not keys.get("ExecStart"):
        raise UnitError("the unit has no ExecStart in its [Service] section")
    stop_signal = _last(keys, "KillSignal", "SIGTERM")
    if stop_signal not in signal.Signals.__members__:
        raise UnitError(f"KillSignal={stop_signal} is no signal")
    return Unit(
        command=tuple(_words("ExecStart", _last(keys, "ExecStart").lstrip("-@:+!"))),
        environment=_environment(keys.get("Environment", [])),
        environment_files=tuple(keys.get("EnvironmentFile", [])),
        output=_file(_last(keys, "StandardOutput")),
        error=_file(_last(keys, "StandardError")),
        restart=_last(keys, "Restart", "no"),
        restart_seconds=seconds(_last(keys, "RestartSec", "100ms")),
        stop_seconds=seconds(_last(keys, "TimeoutStopSec", "90")),
        stop_signal=signal.Signals[stop_signal],
    )


def assignments(text: str) -> dict[str, str]:
    """Read the variables of an EnvironmentFile: quotes, escapes and comments as in systemd.exec(5)."""
    values: dict[str, str] = {}
    position = 0
    while position < len(text):
        line_end = text.find("\n", position)
        match = None if text[position:].lstrip()[:1] in {"#", ";"} else _ASSIGNMENT.match(text, position)
        if match:
            values[match[1]] = _unquoted(match[2].strip())
            position = match.end() + 1
        elif line_end < 0:
            break
        else:
            position = line_end + 1
    return values


def seconds(text: str) -> float:
    """Read a time span as systemd writes it (`60`, `2s`, `1min 30s`); `infinity` is one; else raises UnitError."""
    if text == "infinity":
        return float("inf")
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*([a-z]*)\s*", text)
    if "".join(text.split()) != "".join(number + unit for number, unit in parts) or not parts:
        raise UnitError(f"{text!r} is no time span")
    if any(unit not in SECONDS for _, unit in parts):
        raise UnitError(f"{text!r} has a unit other than {', '.join(filter(None, SECONDS))}")
    return sum(float(number) * SECONDS[unit] for number, unit in parts)


def _service_keys(text: str) -> dict[str, list[str]]:
    section, keys = "", dict[str, list[str]]()
    for raw in text.replace("\\\n", " ").splitlines():
        line = raw.strip()
        if line.startswith("["):
            section = line
        elif section == "[Service]" and "=" in line and line[0] not in "#;":
            key, value = (part.strip() for part in line.split("=", 1))
            # An empty assignment resets the list, systemd.syntax(7).
            keys[key] = [*keys.get(key, []), value] if value else []
    return keys


def _words(key: str, value: str) -> list[str]:
    try:
        return shlex.split(value)
    except ValueError as error:
        raise UnitError(f"{key}={value}: {error}") from error


def _environment(lines: list[str]) -> dict[str, str]:
    words = [word for line in lines for word in _words("Environment", line)]
    for word in words:
        if "=" not in word:
            raise UnitError(f"Environment={word} is not NAME=value")
    return dict(word.split("=", 1) for word in words)


def _last(keys: dict[str, list[str]], key: str, default: str = "") -> str:
    return (keys.get(key) or [default])[-1]


def _file(value: str) -> Path | None:
    kind, _, path = value.partition(":")
    return Path(path) if kind in {"append", "file", "truncate"} else None


def _unquoted(value: str) -> str:
    if value[:1] == "'":
        return value[1:-1]
    if value[:1] == '"':
        return re.sub(r'\\([\\"$`])', r"\1", value[1:-1].replace("\\\n", ""))
    return re.sub(r"\\(.)", r"\1", value)
