"""What the gate asks before a switch, asked the same way: who passes here passes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.switch.concurrency import Before
from components.switch.gate_command import run_gate_command
from components.switch.refusal import not_ready
from components.switch.smoke import smoke
from components.switch.verdict import judge
from ops.aws_problems import looking
from ops.checking.outcome import COMMAND, HEALTH, SMOKE, Check, failed, passed, skipped

if TYPE_CHECKING:
    from ops.checking.subject import Subject


def health(subject: Subject) -> Check:
    """Whether the gate would let all traffic move there now. Raises Problem where AWS can't be asked."""
    stacks, seen, color = subject.stacks, subject.seen, subject.color
    with looking(stacks.router):
        verdict = judge(subject.switching, stacks.listener, Before(seen.live), (color,), seen.records)
    if not verdict.passes:
        return failed(HEALTH, not_ready(subject.switching, verdict))
    return passed(HEALTH, "; ".join((verdict.health[color].describe(), *verdict.notes)))


def smoke_paths(subject: Subject) -> Check:
    """Whether all smoke paths answer as they should, through the preview route."""
    if subject.excused:
        return skipped(SMOKE, subject.excused)
    paths = subject.switching.gate.smoke_paths
    if not paths:
        return skipped(SMOKE, "smoke_paths is empty")
    found = smoke(subject.switching, subject.color, subject.release)
    return failed(SMOKE, "; ".join(found)) if found else passed(SMOKE, f"{', '.join(paths)}: 2xx")


def command(subject: Subject) -> Check:
    """Whether the user's command exits with 0."""
    if subject.excused and not subject.commanded:
        return skipped(COMMAND, subject.excused)
    line = subject.switching.gate.command
    if not line:
        return skipped(COMMAND, "there is no gate_command, and no --command was given")
    found = run_gate_command(subject.switching, subject.color, subject.release)
    return failed(COMMAND, found) if found else passed(COMMAND, f"`{line}` ended with 0")
