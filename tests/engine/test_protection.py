"""The router refuses to be destroyed, as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.stage import Stage


def test_a_destroy_of_the_router_is_refused_and_takes_nothing(stage: Stage) -> None:
    """Nothing is deleted, with and without a preview, and the next preview is clean."""
    before = stage.cloud.last_call()
    for flags in (("--yes",), ("--yes", "--skip-preview"), ("--yes", "--skip-preview", "--run-program")):
        run = stage.workspace.run("destroy", "router", *flags)
        assert run.code != 0
        assert "protected" in run.output
    assert stage.cloud.writes(before) == []
    stage.assert_clean("router")


def test_unprotected_it_goes_after_the_colors(stage: Stage) -> None:
    """Colors first, then the router in two steps: nothing is left, and the stacks can be made anew."""
    for color in ("green", "blue"):
        stage.workspace.destroy(color).check()
    stage.workspace.unprotect("router")
    # With --run-program the program would protect everything again.
    stage.workspace.run("destroy", "router", "--yes", "--skip-preview").check()
    owned = [("tag:bluegreen:stack", stage.workspace.stack("router"))]
    filters = [{"Name": name, "Values": [value]} for name, value in owned]
    assert stage.client("ec2").describe_vpcs(Filters=filters)["Vpcs"] == []
