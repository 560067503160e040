"""A color that carries traffic is not destroyed, an idle one is; the whole goes colors first; a router may be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.engine import run_engine
from local.workspace import Workspace
from tests.engine.guard_stage import DENIED, GuardStage
from tests.engine.switch_stage import OURS

if TYPE_CHECKING:
    from local.client import LocalAws

WITHOUT_PROGRAM = "You must run with the `--run-program` flag"

REFUSED = "refused, nothing was changed: this would destroy it, and blue carries traffic (weight 100)"

DESTROYS: dict[tuple[str, ...], str] = {
    ("--yes",): WITHOUT_PROGRAM,
    ("--yes", "--skip-preview"): WITHOUT_PROGRAM,
    ("--yes", "--run-program"): REFUSED,
    ("--yes", "--skip-preview", "--run-program"): REFUSED,
}
"""By flags of a destroy of the live color, what is said."""


def _deployed(cloud: LocalAws, factory: pytest.TempPathFactory, name: str) -> GuardStage:
    stage = GuardStage(cloud, Workspace(factory.mktemp(name), cloud.environment, f"{name}-"))
    stage.deploy()
    return stage


@pytest.fixture(scope="module")
def stage(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> GuardStage:
    """Three stacks that the tests take down, one after the other."""
    return _deployed(cloud, tmp_path_factory, "teardown")


@pytest.fixture(scope="module")
def orphans(cloud: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> GuardStage:
    """Two colors whose router's stack was removed, its resources not; what it was is remembered."""
    stage = _deployed(cloud, tmp_path_factory, "orphan")
    assert stage.outputs
    flags = ("--force", "--yes", "--stack", stage.workspace.stack("router"))
    run_engine(stage.workspace.directory, stage.workspace.environment, "stack", "rm", *flags).check()
    return stage


def _left_of(stage: GuardStage, role: str) -> dict[str, list[str]]:
    """What stands that carries the name of ROLE's stack."""
    name = stage.workspace.stack(role)
    found = {kind: [each for each in names if name in each] for kind, names in stage.everything().items()}
    return {kind: names for kind, names in found.items() if names} | {"groups": list(stage.groups(role))}


@pytest.mark.parametrize("flags", DESTROYS)
def test_a_destroy_of_the_live_color_takes_nothing(stage: GuardStage, flags: tuple[str, ...]) -> None:
    """Each resource and the state are as before, whichever flags are given."""
    noted = DESTROYS[flags] == REFUSED and "--skip-preview" in flags
    run = stage.untouched(lambda: stage.workspace.run("destroy", "blue", *flags), noted=noted)
    assert DESTROYS[flags] in run.output


def test_without_permission_to_look_nothing_is_destroyed(stage: GuardStage) -> None:
    """Not even the idle color: nobody can tell that it is."""
    with stage.cloud.faulty(actions=["DescribeListeners"], agent=OURS, error=DENIED):
        stage.refused_destroy("green", "elasticloadbalancing:DescribeListeners", noted=False)


def test_an_idle_color_is_destroyed_whole_and_rebuilt(stage: GuardStage) -> None:
    """Nothing carries its name any more, its intent included; the rebuilt one is healthy and clean."""
    stage.workspace.destroy("green").check()
    assert _left_of(stage, "green") == {"groups": []}
    stage.workspace.up("green").check()
    assert stage.health("green").count("healthy") == 2
    stage.assert_clean("green")


def test_a_destroy_of_the_router_takes_nothing(stage: GuardStage) -> None:
    """It is protected as a whole, with and without a preview and the program; the next preview is clean."""
    for flags in (("--yes",), ("--yes", "--skip-preview", "--run-program")):
        run = stage.untouched(lambda flags=flags: stage.workspace.run("destroy", "router", *flags), noted=False)
        assert "protected" in run.output
    stage.assert_clean("router")


def test_the_whole_goes_colors_first_then_the_router_in_two_steps(stage: GuardStage) -> None:
    """The last color goes only when it is named; of the unprotected router nothing is left."""
    stage.workspace.destroy("green").check()
    refusal = stage.refused_destroy("blue", "blue carries traffic (weight 100)")
    assert f"pulumi config set allow_live_change blue@1.0.0 --stack {stage.workspace.stack('blue')}" in refusal
    stage.workspace.configure("blue", allow_live_change="blue@1.0.0")
    stage.workspace.destroy("blue").check()
    assert _left_of(stage, "blue") == {"groups": []}
    stage.workspace.unprotect("router")
    # With --run-program the program would protect everything again.
    stage.workspace.run("destroy", "router", "--yes", "--skip-preview").check()
    owned = [{"Name": "tag:bluegreen:stack", "Values": [stage.workspace.stack("router")]}]
    assert stage.client("ec2").describe_vpcs(Filters=owned)["Vpcs"] == []


@pytest.mark.parametrize("verb", ["up", "preview"])
def test_a_color_whose_router_is_gone_is_told_the_way_out(orphans: GuardStage, verb: str) -> None:
    """Neither an update nor a preview builds on what nobody knows any more."""
    orphans.workspace.configure("green", router=None)
    flags = ("--yes",) if verb == "up" else ()
    run = orphans.untouched(lambda: orphans.workspace.run(verb, "green", *flags), noted=False)
    assert "pulumi config set router gone, then pulumi destroy --run-program" in run.output
    orphans.workspace.configure("green", router="gone")
    act = "router: gone is for a teardown only"
    orphans.refused(lambda: orphans.workspace.run(verb, "green", *flags), act, "pulumi config rm router", noted=False)


def test_an_idle_color_whose_router_is_gone_is_destroyed(orphans: GuardStage) -> None:
    """AWS is asked by the target group on record; nothing of the color is left."""
    orphans.workspace.configure("green", router="gone")
    orphans.workspace.destroy("green").check()
    assert _left_of(orphans, "green") == {"groups": []}


def test_a_live_color_whose_router_is_gone_goes_once_nothing_leads_to_it(orphans: GuardStage) -> None:
    """As long as a listener forwards to it, it is refused; with the router's resources gone too, it is destroyed."""
    orphans.workspace.configure("blue", router="gone")
    orphans.refused_destroy("blue", "blue carries traffic (weight 100)", "aws elbv2 delete-listener", noted=False)
    outputs, balancing = orphans.outputs, orphans.load_balancing
    balancing.delete_load_balancer(LoadBalancerArn=outputs["load_balancer_arn"])
    for arn in outputs["target_group_arns"].values():
        balancing.delete_target_group(TargetGroupArn=arn)
    orphans.workspace.destroy("blue").check()
    assert _left_of(orphans, "blue") == {"groups": []}
