"""A drill as a person or a script is told of it: before it, and after; and the files that keep its report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.color import Color, describe
from ops.drills import junit, trend
from ops.drills.document import as_json
from ops.drills.plan import Scope
from ops.drills.table import render, render_trend
from ops.problem import Code, Problem
from ops.terminal import complain, console, say, say_json
from ops.writable import check_writable

if TYPE_CHECKING:
    from pathlib import Path

    from ops.changing import Scene
    from ops.drills.report import Report
    from ops.project import Named


@dataclass(frozen=True)
class Files:
    """Where a report is kept: appended to the trend, and written as JUnit XML where that is wanted."""

    trend: Path
    junit: Path | None

    @classmethod
    def of(cls, named: Named, wanted: Path | None, xml: Path | None) -> Files:
        """Those that a person WANTED, else the project's own; raises Problem where they can't be written."""
        files = cls(wanted or named.folder / trend.NAME, xml)
        check_writable("--trend", files.trend)
        if xml:
            check_writable("--junit", xml)
        return files


def propose(scene: Scene, idle: Color, scope: Scope, *, no_color: bool) -> None:
    """Say what a drill of SCOPE will do that begins with the IDLE color."""
    stacks, live = scene.stacks, idle.other
    runs = {color: f"{color.value} ({stacks.environments[color].release})" for color in Color}
    lines = [
        f"{stacks.router}: destroy and rebuild {runs[idle]}, then prove it equal and ready",
        f"  meanwhile {runs[live]} serves: {scene.seen.health[live].describe()}",
    ]
    if scope.moves:
        lines.append(f"  then all traffic goes to {runs[idle]}, and stays there")
    if scope is Scope.BOTH:
        lines.append(f"  then the same with {runs[live]}")
    say(*lines, no_color=no_color)


def tell(report: Report, files: Files, *, as_document: bool, no_color: bool) -> int:
    """Print REPORT, keep it in FILES, and show the trend; the exit code. Raises the Problem that ended the drill."""
    kept = _keep(report, files)
    if as_document:
        say_json(as_json(report))
    else:
        console(no_color=no_color).print(render(report))
        say(*_closing(report), no_color=no_color)
        _show_trend(report.router, files.trend, no_color=no_color)
    problem = report.problem or _lost(report) or kept
    if report.onward:
        complain(report.onward)
    if problem:
        raise problem
    return Code.OK


def _keep(report: Report, files: Files) -> Problem | None:
    try:
        trend.append(files.trend, as_json(report))
        if files.junit:
            junit.write(report, files.junit)
    except OSError as error:
        what = f"the drill is over, but its report could not be kept: {error}"
        return Problem(what, "keep what was printed", Code.RESOURCE)
    return None


def _lost(report: Report) -> Problem | None:
    if not report.failures:
        return None
    first = report.failures[0]
    reason = first.reason or f"status {first.status}"
    what = f"{report.why}, the first at {first.step}: {reason}"
    return Problem(what, f"bluegreen status --router {report.router}", Code.RESOURCE)


def _closing(report: Report) -> list[str]:
    live = "can't be read" if report.live is None else describe(report.live)
    lines = [f"requests: {report.requests} sent, {len(report.failures)} failed; traffic: {live}"]
    if report.switched is not None:
        lines += _switched(report)
    return lines


def _switched(report: Report) -> list[str]:
    target = report.steps[0].color
    name = f"{target.value} ({report.releases[target]})"
    lines = [f"all traffic is on {name} since a switch of {report.switched:.1f} s, and stays there"]
    if report.scope is Scope.SWITCH:
        equal = report.releases[target] == report.releases[target.other]
        told = "no soak: both colors run the same release" if equal else f"{target.other.value} now soaks"
        lines.append(f"{told}; bluegreen status says until when it must stay")
    file = report.file
    return [*lines, f"so that repository and cloud agree: git commit {file} -m 'All traffic to {name}'"]


def _show_trend(router: str, path: Path, *, no_color: bool) -> None:
    try:
        rows, damaged = trend.read(path, router)
    except OSError as error:
        complain(f"{path} can't be read: {error}")
        return
    for number in damaged:
        complain(f"{path.name}, line {number}: no report of a drill; it is left as it is")
    console(no_color=no_color).print(render_trend(rows))
