"""`python -m local up`: start a local AWS in the background."""

from __future__ import annotations

import os
import shutil
import socket
import time
from typing import TYPE_CHECKING

from local import process
from local.client import LocalAws
from local.commands import environment, obstacles, packages
from local.commands.problem import Problem
from local.commands.terminal import say
from local.settings import FILE, LONGEST_METRIC_PERIOD, LocalSettings

if TYPE_CHECKING:
    import argparse
    import subprocess
    from pathlib import Path

START_SECONDS = 30.0
HIGHEST_PORT = 65_535


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `up`."""
    defaults = LocalSettings()
    parser.add_argument(
        "--port", type=int, default=defaults.port, help="of the AWS API; the two above it are the providers'"
    )
    parser.add_argument(
        "--listener-delay",
        type=float,
        default=defaults.listener_delay,
        help="seconds until a changed listener takes effect",
    )
    parser.add_argument(
        "--registration-delay",
        type=float,
        default=defaults.registration_delay,
        help="seconds from launch to registration",
    )
    parser.add_argument(
        "--check-pace",
        type=float,
        default=defaults.check_pace,
        help="share of its interval that a health check waits, for tests in a hurry",
    )
    parser.add_argument(
        "--metric-period",
        type=seconds,
        default=defaults.metric_period,
        help="whole seconds that one data point of a load balancer's metrics stands for",
    )


def seconds(text: str) -> int:
    """The whole seconds of `1s` or `1`; raises ValueError."""
    return int(text.removesuffix("s"))


def run(arguments: argparse.Namespace) -> int:
    """Start what does not run yet and say what to do with it; raises Problem."""
    directory: Path = arguments.dir
    if (directory / FILE).exists():
        return _already(directory, arguments)
    settings = _settings(arguments)
    packages.check()
    obstacles.check_folder(directory)
    obstacles.check_ports(settings)
    began = time.monotonic()
    try:
        _start(directory, settings)
    except BaseException:
        process.stop(directory)
        shutil.rmtree(directory)
        raise
    env = environment.write(directory, settings, os.environ)
    _say(f"The local AWS is up at {settings.endpoint} ({time.monotonic() - began:.1f} s).", env, directory)
    return 0


def _settings(arguments: argparse.Namespace) -> LocalSettings:
    port: int = arguments.port
    if not 1 <= port <= HIGHEST_PORT - 2:
        raise Problem(
            f"--port must be between 1 and {HIGHEST_PORT - 2}; it was {port}", "bluegreen local up --port 4566"
        )
    for name in ("listener_delay", "registration_delay", "check_pace"):
        if not getattr(arguments, name) >= 0:
            option = "--" + name.replace("_", "-")
            raise Problem(f"{option} must be 0 or more", f"bluegreen local up {option} 1")
    if not 1 <= arguments.metric_period <= LONGEST_METRIC_PERIOD:
        raise Problem(
            f"--metric-period must be 1 to {LONGEST_METRIC_PERIOD} seconds; it was {arguments.metric_period}",
            "bluegreen local up --metric-period 60",
        )
    return LocalSettings(
        port=port,
        aws_provider_port=port + 1,
        random_provider_port=port + 2,
        listener_delay=arguments.listener_delay,
        registration_delay=arguments.registration_delay,
        check_pace=arguments.check_pace,
        metric_period=arguments.metric_period,
    )


def _already(directory: Path, arguments: argparse.Namespace) -> int:
    down = [part for part in process.PARTS if process.find(directory, part) is None]
    if down:
        raise Problem(
            f"the local AWS in {directory} is not whole: {', '.join(down)} ended (see {directory}/*.log)",
            f"bluegreen local down --dir {directory}, then up again; its stacks are gone with it",
        )
    settings = LocalSettings.read(directory)
    obstacles.check_same(directory, settings, arguments)
    _say(
        f"The local AWS in {directory} is up already, at {settings.endpoint}.", directory / environment.FILE, directory
    )
    return 0


def _start(directory: Path, settings: LocalSettings) -> None:
    environment.state_folder(directory).mkdir(parents=True)
    # Wherever the folder lies, git shall not see it.
    (directory / ".gitignore").write_text("*\n")
    settings.write(directory)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    variables |= environment.aws_variables(settings)
    started = {part: process.start(directory, part, variables) for part in process.PARTS}
    process.wait_until(lambda: _failed(started) is not None or _ready(directory, settings), START_SECONDS)
    if failed := _failed(started):
        raise Problem(f"the {failed} of the local AWS ended:\n{process.last_lines(directory, failed)}", "see above")
    if not _ready(directory, settings):
        logs = "\n".join(process.last_lines(directory, part, 5) for part in started)
        raise Problem(f"the local AWS was not ready after {START_SECONDS:g} s:\n{logs}", "bluegreen local up again")


def _failed(started: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((part for part, each in started.items() if each.poll() is not None), None)


def _ready(directory: Path, settings: LocalSettings) -> bool:
    ports = (settings.port, settings.aws_provider_port, settings.random_provider_port)
    if not all(_listens(port) for port in ports):
        return False
    try:
        return LocalAws(directory).ask("status")["balancer"]["present"]
    except OSError:
        return False


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((obstacles.ADDRESS, port), timeout=1):
            return True
    except OSError:
        return False


def _say(first: str, env: Path, directory: Path) -> None:
    folder = "" if directory == process.PROJECT / ".local" else f" --dir {directory}"
    say(first)
    say(f"  use it in this shell:  . {env}")
    say("  then pulumi, boto3 and aws work against it")
    say(f"  look:                  bluegreen local status{folder}")
    say(f"  watch:                 bluegreen local traffic{folder}")
    say(f"  end:                   bluegreen local down{folder}")
