"""`python -m local status`: where listeners listen, how targets are, which instances run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from local.commands.running import ask
from local.commands.terminal import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

ENDED = "stopped"
"""State of the instances that the table leaves out; `--json` has them."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of `status`."""
    parser.add_argument("--json", action="store_true", help="all of it, for programs")


def run(arguments: argparse.Namespace) -> int:
    """Print the state of the local AWS; raises Problem when there is none."""
    seen = {
        **ask(arguments.dir, "edge"),
        **ask(arguments.dir, "targets"),
        **ask(arguments.dir, "instances"),
        "settings": ask(arguments.dir, "settings"),
    }
    if arguments.json:
        say(json.dumps(seen, indent=2))
        return 0
    console = Console()
    console.print(_table("Listeners", ("address", "load balancer", "port"), _listeners(seen)))
    console.print(_table("Targets", ("target group", "target", "state", "reason"), _targets(seen)))
    console.print(_table("Instances", ("instance", "state", "group", "image", "ports"), _instances(seen)))
    return 0


def _table(title: str, columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    return table


def _listeners(seen: dict[str, Any]) -> Iterable[tuple[object, ...]]:
    return ((each["address"], each["load_balancer"].split("/")[-2], each["port"]) for each in seen["listeners"])


def _targets(seen: dict[str, Any]) -> Iterable[tuple[object, ...]]:
    for group in seen["target_groups"]:
        for target in group["targets"]:
            yield group["name"], f"{target['id']}:{target['port']}", target["state"], target["reason"]
        if not group["targets"]:
            yield group["name"], "none", "", ""


def _instances(seen: dict[str, Any]) -> Iterable[tuple[object, ...]]:
    for each in seen["instances"]:
        if each["state"] != ENDED:
            ports = ", ".join(f"{port} -> {real}" for port, real in each["ports"].items())
            yield each["id"], each["state"], each.get("group"), each.get("image"), ports
