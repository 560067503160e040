"""When hooks run: in previews, and before all else of a teardown."""

from __future__ import annotations

from components.color import Color
from components.hooks.gate import gate_hook
from components.hooks.teardown import teardown_hooks
from components.switch.switching import Switched
from tests.unit.components.harness import Graph, deploy
from tests.unit.components.programs import environment
from tests.unit.components.scenes import deployment, engine, resolved, switching


def test_gate_and_teardown_speak_in_previews_too() -> None:
    """A review sees what the update would do; no other hook runs then."""
    with engine():
        gate = gate_hook("gate", resolved(switching()), Switched())
        before, after = teardown_hooks("before", "after", resolved(deployment(Color.BLUE)))
    assert [hook.opts is not None and hook.opts.on_dry_run for hook in (gate, before, after)] == [True, True, False]


def test_the_record_is_deleted_before_all_else() -> None:
    """It depends on every other resource, so a refusal there leaves all of them, also with `--continue-on-error`."""
    graph = deploy(environment("blue"), "blue")
    record = ("aws:ssm/parameter:Parameter", "blue-release")
    others = {known for known in graph.requests if known[0].startswith(("aws:", "random:"))} - {record}
    assert _needed(graph, record) == others


def _needed(graph: Graph, known: tuple[str, str]) -> set[tuple[str, str]]:
    """The resources, by type and name, that KNOWN depends on, directly and through others."""
    urns = [urn.split("::")[-2:] for urn in graph.request(*known).dependencies]
    direct = {(types.rpartition("$")[2], name) for types, name in urns}
    return direct.union(*(_needed(graph, each) for each in direct))
