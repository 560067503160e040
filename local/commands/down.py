"""`python -m local down`: end a local AWS and remove its state."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from local import process
from local.commands.problem import Problem
from local.commands.terminal import say
from local.settings import FILE

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`down` has no options but --dir."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """End the processes that `up` started, and remove the folder with all stacks' state; raises Problem."""
    directory: Path = arguments.dir
    if not directory.exists():
        say(f"There is no local AWS in {directory}.")
        return 0
    if not (directory / FILE).exists():
        raise Problem(f"{directory} is no local AWS's folder: it has no {FILE}", "bluegreen local down --dir FOLDER")
    ended = process.stop(directory)
    shutil.rmtree(directory)
    say(f"The local AWS in {directory} is gone ({', '.join(ended) if ended else 'nothing ran'}).")
    return 0
