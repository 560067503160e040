"""What keeps a local AWS from being started as wanted: one that runs, a folder of something else, taken ports."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from local.commands import environment
from local.commands.problem import Problem
from local.settings import LocalSettings

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

ADDRESS = "127.0.0.1"

OPTIONS = ("port", "listener_delay", "registration_delay", "check_pace", "metric_period")
"""Settings that are options, by their names in LocalSettings."""


def check_same(directory: Path, running: LocalSettings, arguments: argparse.Namespace) -> None:
    """Raise Problem where an option other than its default asks for what the RUNNING one does not do."""
    usual = LocalSettings()
    for name in OPTIONS:
        asked, has = getattr(arguments, name), getattr(running, name)
        if asked not in {has, getattr(usual, name)}:
            option = "--" + name.replace("_", "-")
            raise Problem(
                f"the local AWS in {directory} is up already, with {option} {has:g}, which can't change while it runs",
                f"bluegreen local down --dir {directory}, then bluegreen local up {option} {asked:g};"
                " its stacks are gone with it",
            )


def check_folder(directory: Path) -> None:
    """Raise Problem where DIRECTORY holds what `down` must not remove."""
    # A shell that still has the variables of one that ended makes the engine's folder anew with any `pulumi` command.
    left = {environment.engine_home(directory)}
    if directory.exists() and (not directory.is_dir() or set(directory.iterdir()) - left):
        raise Problem(
            f"{directory} holds something else, and `down` removes the whole folder",
            "bluegreen local up --dir NEW_FOLDER",
        )


def check_ports(settings: LocalSettings) -> None:
    """Raise Problem where one of the three ports of SETTINGS is taken."""
    for port in (settings.port, settings.aws_provider_port, settings.random_provider_port):
        with socket.socket() as probe:
            # As the servers do: what a finished one left in TIME_WAIT is no reason to refuse.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except OSError as error:
                raise Problem(
                    f"port {port} can't be had: {error.strerror};"
                    f" a local AWS needs {settings.port} to {settings.port + 2}",
                    f"bluegreen local up --port {settings.port + 100}, and --dir for a second one beside the first",
                ) from None
