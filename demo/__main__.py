"""The whole promise on one screen: three stacks, a switch and back under load, and the proof."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from demo.counts import Tally
from demo.figure import figure
from demo.load import Load
from demo.proof import Proof
from demo.refusals import Refusal, refusals
from demo.show import closing, table
from demo.sticky import StickyClient
from demo.switch import Switch, changes_afterwards, last_of_old, switch
from local.client import LocalAws, LocalAwsError
from local.engine import EngineError
from local.ports import free_port
from local.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

DIRECTORY = Path(__file__).resolve().parent.parent / ".local-demo"
PORT = 4666
BEFORE, AFTER = 3.0, 3.0
"""Seconds of load before the first switch and after the last, so that the figure shows a steady state."""

WRITES = ["ModifyListener", "PutLogEvents", "PutParameter"]

CALLS = 14
"""AWS calls of a switch at most: gate, smoke checks and verification included."""


def main() -> int:
    """Run the demo; returns 0 only if every claim held."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="a switch and back under load, and the proof")
    parser.add_argument("--stickiness", type=int, default=0, help="seconds that clients stay on a color; 0 for none")
    stickiness: int = parser.parse_args().stickiness
    console = Console()
    try:
        return _run(console, stickiness)
    except (LocalAwsError, EngineError) as error:
        console.print(f"The demo stopped: {error}", markup=False, highlight=False)
        console.print("Nothing of the project was changed. `make down` removes what the demo started.")
        return 1


def _run(console: Console, stickiness: int) -> int:
    began = time.monotonic()
    cloud = _start(console)
    workspace = _deploy(console, cloud, stickiness)
    outputs = workspace.outputs("router")
    url = cloud.url(outputs["listener_arn"])
    proof, marks, tally = Proof(), {}, Tally(cloud, outputs)
    _say(console, f"steady load on {url}")
    with StickyClient(url) as sticky, Load(url) as load:
        time.sleep(BEFORE)
        for color in ("green", "blue"):
            _say(console, f"pulumi config set active_color {color} && pulumi up")
            marks[f"to {color}"] = time.time()
            done = switch(cloud, workspace, load, color)
            _say(console, f"{color} answers; preview, refresh, and preview again of all three stacks")
            changes = changes_afterwards(workspace)
            _claim(proof, done, last_of_old(load, done), cloud.settings.listener_delay)
            _claim_followed(proof, done, sticky, stickiness)
            _claim_clean(proof, done, changes)
        _say(console, "three mistakes: a release and a destroy of the live color, a switch to an empty one")
        for refusal in refusals(cloud, workspace):
            _claim_refused(proof, refusal)
        time.sleep(AFTER)
    _claim_load(proof, tally, load, sticky)
    page = DIRECTORY / "demo.html"
    page.write_text(figure(load.per_second(), marks, "Two switches under load"))
    console.print(table(proof))
    after = closing(DIRECTORY, url, page, time.monotonic() - began)
    console.print(after, markup=False, highlight=False, soft_wrap=True)
    return 0 if proof.held else 1


def _start(console: Console) -> LocalAws:
    if DIRECTORY.exists():
        _say(console, "removing what an earlier demo left")
        if (DIRECTORY / "settings.json").exists():
            LocalAws(DIRECTORY).stop()
        shutil.rmtree(DIRECTORY, ignore_errors=True)
    _say(console, "starting AWS on this machine")
    return LocalAws.start(DIRECTORY, PORT)


def _deploy(console: Console, cloud: LocalAws, stickiness: int) -> Workspace:
    workspace = Workspace(DIRECTORY / "stacks", cloud.environment)
    workspace.configure("router", http_port=free_port(8080), stickiness=stickiness or None)
    workspace.init()
    _say(console, "pulumi up of the router")
    workspace.up("router").check()
    _say(console, "pulumi up of blue (release 1.0.0) and green (release 1.1.0)")
    with ThreadPoolExecutor(2) as pool:
        for run in pool.map(workspace.up, ("blue", "green")):
            run.check()
    return workspace


def _claim(proof: Proof, done: Switch, last_old: float, delay: float) -> None:
    name = f"to {done.color}"
    proof.add(f"{name}: resources changed", _counted(done.changes), held=done.changes == {"update": 2})
    proof.add(f"{name}: written", _counted(Counter(done.writes)), held=done.writes == WRITES)
    proof.add(f"{name}: AWS calls", done.calls, held=done.calls <= CALLS)
    proof.add(f"{name}: `pulumi up`", f"{done.seconds:.1f} s", held=True)
    proof.add(
        f"{name}: first answer of {done.color}", f"after {done.first_new:.1f} s", held=done.first_new < float("inf")
    )
    # One second above the delay: the listener may be modified at any moment of the update.
    late = last_old - done.first_new
    proof.add(f"{name}: last of the other", f"after {last_old:.1f} s", held=late <= delay + 1)


def _claim_followed(proof: Proof, done: Switch, sticky: StickyClient, stickiness: int) -> None:
    if not stickiness:
        return
    followed = sticky.wait_for(done.color, stickiness + done.seconds)
    last = (sticky.last_of(done.old, done.started) or done.started) - done.started
    proof.add(
        f"to {done.color}: a client with a cookie followed",
        f"after {last:.1f} s, its cookie held {stickiness} s",
        held=followed and last <= stickiness + done.seconds,
    )


def _claim_clean(proof: Proof, done: Switch, changes: dict[str, str]) -> None:
    found = "; ".join(f"{stack}: {what}" for stack, what in changes.items())
    proof.add(
        f"to {done.color}: preview, refresh, preview", found or "no changes in all three stacks", held=not changes
    )


def _claim_refused(proof: Proof, refusal: Refusal) -> None:
    proof.add(
        f"refused: {refusal.mistake}", f"exit {refusal.code}, wrote {_counted(refusal.writes)}", held=refusal.held
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing"


def _claim_load(proof: Proof, tally: Tally, load: Load, sticky: StickyClient) -> None:
    summary = load.summary()
    proof.add("requests sent", f"{summary['sent']} at {summary['rate']} a second", held=summary["rate"] >= 100)  # noqa: PLR2004  a second, what the demo promises
    proof.add("requests failed", summary["failures"] or 0, held=not summary["failures"])
    same, counts = tally.agrees(load, sticky.colors)
    proof.add("clients', balancer's and instances' counts", counts, held=same)


def _say(console: Console, what: str) -> None:
    console.print(f"{time.strftime('%H:%M:%S')}  {what}", markup=False, highlight=False)


if __name__ == "__main__":
    sys.exit(main())
