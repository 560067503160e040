"""What may happen to a set of stacks, in any order, and that it never hurts."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.machine.cut import OURS, PROVIDER, Moment, cut
from tests.machine.laws import hold_over_a_step
from tests.machine.reach import reach
from tests.machine.sight import COLORS, look, other

if TYPE_CHECKING:
    from collections.abc import Generator

    from local.engine import Run
    from tests.machine.ground import Ground

EITHER = st.sampled_from(COLORS)

BY_HAND = st.sampled_from([(50, 50), (0, 100), (100, 0), (90, 10)])

IN_A_SWITCH = st.sampled_from(
    [
        Moment("DescribeTargetHealth", OURS, "before"),
        Moment("ModifyListener", PROVIDER, "before"),
        Moment("ModifyListener", PROVIDER, "after"),
        Moment("PutParameter", PROVIDER, "before"),
        Moment("PutParameter", PROVIDER, "after"),
    ]
)

IN_A_RELEASE = st.sampled_from(
    [
        Moment("PutParameter", OURS, "after"),
        Moment("CreateLaunchTemplateVersion", PROVIDER, "after"),
        Moment("CreateAutoScalingGroup", PROVIDER, "after"),
        Moment("DescribeTargetHealth", OURS, "before"),
        Moment("PutParameter", PROVIDER, "after"),
    ]
)


class SwitchMachine(RuleBasedStateMachine):
    """Steps of ours are held to the laws; people and AWS may do what they like."""

    def __init__(self, ground: Ground, *, thorough: bool) -> None:
        """Play on GROUND; a THOROUGH play previews after each update that ended well, and not only at the end."""
        super().__init__()
        self._ground, self._thorough = ground, thorough
        self._sight = ground.begin()
        self._broken = False

    @property
    def _workspace(self) -> Any:
        return self._ground.stage.workspace

    @rule(color=EITHER)
    def switch(self, color: str) -> None:
        """Declare COLOR active, without a canary."""
        self._up_router(active_color=color, canary=None)

    @rule(percent=st.sampled_from([30, 50]))
    def canary(self, percent: int) -> None:
        """Give PERCENT to the color that is not declared active."""
        color = other(self._workspace.settings("router")["active_color"])
        self._up_router(canary=f"{color}@{percent}")

    @rule()
    def refresh(self) -> None:
        """`up --refresh` of the router as it is declared."""
        self._up_router("--refresh")

    @rule(moment=IN_A_SWITCH, kill=st.booleans())
    def cut_a_switch(self, moment: Moment, *, kill: bool) -> None:
        """Begin a switch to the color that carries less, and cut it short."""
        self._workspace.configure("router", active_color=other(self._sight.carrier), canary=None)
        with self._step():
            cut(self._ground.stage, "router", moment, kill=kill)

    @rule(color=EITHER, good=st.booleans())
    def release(self, color: str, *, good: bool) -> None:
        """Deploy a release to COLOR; one that is not good never gets healthy. A color that carries traffic refuses."""
        live = self._sight.weights[color] > 0
        release = self._ground.declare_release(color, good=good)
        run = self._up_color(color)
        with self._guarded():
            assert (run.code == 0) is (good and not live), f"{release} of {color}: {run.output}\n{self._sight}"

    @rule(color=EITHER)
    def destroy(self, color: str) -> None:
        """Tear COLOR down; one that carries traffic refuses."""
        live, there = self._sight.weights[color] > 0, self._sight.colors[color].release is not None
        self._ground.wait_for_drain(self._sight)
        with self._step():
            run: Run = self._workspace.destroy(color)
            assert "Traceback" not in run.output, run.output
        if not live:
            self._ground.dirty.add(color)
        with self._guarded():
            assert (run.code != 0) is (live and there), run.output

    @rule(color=EITHER)
    def put_settings_back(self, color: str) -> None:
        """Declare what COLOR runs, or a new release where it runs nothing, and `up`."""
        self._ground.declare_what_runs(color, self._sight)
        self._up_color(color)

    @rule(moment=IN_A_RELEASE, kill=st.booleans())
    def cut_a_release(self, moment: Moment, *, kill: bool) -> None:
        """Begin a release of the color that carries less, and cut it short."""
        color = other(self._sight.carrier)
        self._ground.declare_release(color, good=True)
        self._ground.wait_for_drain(self._sight)
        self._ground.dirty.add(color)
        with self._step():
            cut(self._ground.stage, color, moment, kill=kill)

    @rule(weights=BY_HAND)
    def set_weights_by_hand(self, weights: tuple[int, int]) -> None:
        """Somebody edits the listener."""
        with self._act():
            self._ground.stage.set_weights(**dict(zip(COLORS, weights, strict=True)))

    @rule(color=EITHER, count=st.sampled_from([1, 2]), stop=st.booleans())
    def damage(self, color: str, count: int, *, stop: bool) -> None:
        """Instances of COLOR stop, or somebody deregisters them."""
        with self._act():
            self._ground.damage(color, self._sight, count, stop=stop)

    @rule(color=EITHER)
    def heal(self, color: str) -> None:
        """All damage to COLOR is undone."""
        with self._act():
            self._ground.heal(color, self._sight)

    @rule()
    def drop_the_declaration(self) -> None:
        """The router's settings say again what the last switch that was recorded said."""
        self._workspace.configure("router", active_color=self._sight.active["color"], canary=None)

    def teardown(self) -> None:
        """Whatever happened: a color that is ready is one switch away, and everything can be put back."""
        if self._broken:
            return
        ready = [color for color in COLORS if self._sight.may_take_over(color)]
        if ready:
            target = min(ready, key=lambda color: self._sight.weights[color])
            with self._step():
                reach(self._ground, target)
            self._assert_clean("router")
        with self._guarded():
            self._ground.put_back(self._sight)

    def _up_router(self, *flags: str, **settings: Any) -> Run:
        self._workspace.configure("router", **settings)
        with self._step():
            run: Run = self._workspace.up("router", *flags)
            assert "Traceback" not in run.output, run.output
        if run.code == 0:
            with self._guarded():
                declared = self._workspace.settings("router")
                assert self._sight.weights == _declared_weights(declared), run.output
                assert self._sight.active["color"] == declared["active_color"], run.output
            if self._thorough:
                self._assert_clean("router")
        return run

    def _up_color(self, color: str) -> Run:
        self._ground.wait_for_drain(self._sight)
        if not self._sight.weights[color]:
            self._ground.dirty.add(color)
        with self._step():
            run: Run = self._workspace.up(color)
            assert "Traceback" not in run.output, run.output
        if run.code == 0:
            self._ground.dirty.discard(color)
            if self._thorough:
                self._assert_clean(color)
        return run

    def _assert_clean(self, role: str) -> None:
        with self._guarded():
            run = self._workspace.preview(role, "--expect-no-changes")
            assert (run.code, run.changes) == (0, {}), run.output

    @contextmanager
    def _step(self) -> Generator[None]:
        """A step of ours: the laws hold over it."""
        before = self._sight
        with self._act():
            yield
        with self._guarded():
            hold_over_a_step(before, self._sight)

    @contextmanager
    def _act(self) -> Generator[None]:
        """Anything that changes what the cloud holds; a look follows."""
        with self._guarded():
            yield
            self._sight = look(self._ground)

    @contextmanager
    def _guarded(self) -> Generator[None]:
        """Whatever fails here ends the play; the ground stays as it is, and nobody plays on it again."""
        try:
            yield
        except BaseException:
            self._broken = True
            raise


def _declared_weights(settings: dict[str, Any]) -> dict[str, int]:
    active = settings["active_color"]
    color, _, percent = str(settings.get("canary") or f"{other(active)}@0").partition("@")
    share = int(percent) if color != active else 0
    return {active: 100 - share, other(active): share}
