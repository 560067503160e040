"""What one run did, without what differs from run to run: ids, times, order of parallel steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from local.engine import Run

SKIPPED = frozenset({"pulumi:pulumi:Stack", "pulumi:providers:aws", "pulumi:providers:random"})


def summary(run: Run) -> dict[str, Any]:
    """Exit code, counted changes, and each changed resource: `operation type name [paths that differ]`, sorted."""
    return {"code": run.code, "changes": dict(sorted(run.changes.items())), "steps": sorted(steps(run))}


def steps(run: Run) -> list[str]:
    """One line for each operation on a resource, also those that failed."""
    return [line for event in run.events if (line := _line(event))]


def _line(event: dict[str, Any]) -> str:
    for kind, failed in (("resOutputsEvent", ""), ("resOpFailedEvent", " failed")):
        metadata = event.get(kind, {}).get("metadata")
        if metadata and metadata["type"] not in SKIPPED and metadata["op"] not in {"same", "read"}:
            name = metadata["urn"].rpartition("::")[2]
            return f"{metadata['op']}{failed} {metadata['type']} {name}{_paths(metadata)}"
    return ""


def _paths(metadata: dict[str, Any]) -> str:
    detailed = metadata.get("detailedDiff") or {}
    # `tagsAll` and other computed values follow from their causes; providers differ in whether they list them.
    causes = sorted(f"{path.partition('[')[0].partition('.')[0]}:{what['diffKind']}" for path, what in detailed.items())
    kept = sorted({cause for cause in causes if not cause.startswith(("tagsAll", "latestVersion", "version:", "arn"))})
    return f" [{', '.join(kept)}]" if kept else ""
