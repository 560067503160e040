"""Plays one row under load and finds out what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from demo.load import Load
from demo.switch import outputs_changed
from tests.contract.events import summary
from tests.faults.ending import Ending
from tests.faults.scene import Scene

if TYPE_CHECKING:
    from local.engine import Run
    from tests.engine.switch_stage import SwitchStage
    from tests.faults.row import Row

RATE, SLOW, SLOW_SECONDS = 40.0, 2, 1.0
"""Requests a second, and how many that take that many seconds are always in flight."""


@dataclass(frozen=True)
class Outcome:
    """What came of a row; `runs` are the event sequences, for whoever compares providers."""

    row: Row
    sent: int
    failed: int
    log: tuple[str, ...]
    converged: bool
    problems: tuple[str, ...]
    runs: list[dict[str, Any]]


def play(stage: SwitchStage, row: Row) -> Outcome:
    """Play ROW on STAGE, whose settings and traffic are as deployed; they must be put back afterwards."""
    scene = Scene(stage)
    # What ships, where the stage's other users are in a hurry.
    scene.declare(gate_timeout=None)
    with Load(stage.url, RATE, slow=SLOW, slow_seconds=SLOW_SECONDS) as load:
        converged = ["it came to no end"]
        try:
            _act(scene, row)
            stage.forget()
            converged = _converged(scene, row)
        except Exception as error:  # noqa: BLE001  whatever befalls a row is that row's problem, and the next one's not
            scene.problems.append(f"{type(error).__name__}: {error}")
    sums, log = load.summary(), tuple(record["event"] for record in scene.logged)
    problems = [*scene.problems, *converged]
    if not sums["sent"] or (sums["failed"] and not row.lost):
        problems.append(f"{sums['failed']} of {sums['sent']} requests failed: {sums['failures']}")
    if log != row.log:
        problems.append(f"the switch log holds {log}, not {row.log}")
    problems += [f"a record misleads: {record}" for record in scene.logged if _misleads(record)]
    if scene.both_zero():
        problems.append("a write left both weights 0")
    runs = [_recorded(name, run) for name, run in scene.runs]
    return Outcome(row, sums["sent"], sums["failed"], log, not converged, tuple(problems), runs)


def _act(scene: Scene, row: Row) -> None:
    run = row.happens(scene)
    scene.cloud.clear_faults()
    scene.expect("the update", run, row.ending, row.says)
    if row.ending is Ending.REFUSED and set(scene.writes) - {"PutLogEvents"}:
        scene.problems.append(f"the update: refused, but it wrote {scene.writes}")
    for step in row.way_on:
        ran = step.act(scene)
        if ran is not None:
            scene.expect(step.text, ran, step.ending, step.says)


def _converged(scene: Scene, row: Row) -> list[str]:
    """Why things are not as declared at the end."""
    found: list[str] = []
    weights = scene.stage.weights()
    if weights != {color: 100 * (color == row.ends_on) for color in ("blue", "green")}:
        found.append(f"live is {weights}, declared is all to {row.ends_on}")
    if (named := scene.active_color()) != row.ends_on:
        found.append(f"the parameter names {named!r}, not {row.ends_on}")
    for role in row.clean:
        run = scene.stage.workspace.preview(role, "--expect-no-changes")
        if run.code or run.changes or outputs_changed(run):
            found.append(f"the preview of {role} is not clean: {run.changes}, {outputs_changed(run)}, {run.output}")
    return found


def _misleads(record: dict[str, Any]) -> bool:
    """Whether RECORD does not say where the traffic went, or who sent it there."""
    weights = record.get("weights") or record.get("declared") or {}
    return not record.get("who") or (record.get("to", "green") != max(weights, key=weights.__getitem__, default=""))


def _recorded(name: str, run: Run) -> dict[str, Any]:
    told = summary(run)
    # What an engine told right before it was killed is anybody's guess.
    return {"run": name, **({"code": run.code} if run.code < 0 else told)}
