"""The stage that pages are played on: whatever one did, the next begins with blue 1.0.0 live and green 1.1.0 idle."""

from __future__ import annotations

import json
from typing import Any

from tests.engine.guard_stage import GuardStage
from tests.stage import Stage

RELEASES = {"blue": "1.0.0", "green": "1.1.0"}
"""What pages show of each color."""


class PageStage(GuardStage):
    """Blue and green are the same thing; releases and marks are put back too, which takes updates of its own."""

    def deploy(self, **shared: Any) -> PageStage:
        """As SwitchStage, with a green that starts as blue does."""
        self.workspace.configure("router", gate_timeout=0)
        Stage.deploy(self, soak=0, **shared)
        self._files = {path.name: path.read_text() for path in self.workspace.directory.glob("Pulumi*.yaml")}
        return self

    def put_back(self) -> None:
        """Blue live at 1.0.0, green idle at 1.1.0, none of them marked bad."""
        super().put_back()
        active = self.active
        if active["bad"]:
            value = json.dumps(active | {"bad": []}, sort_keys=True, separators=(",", ":"))
            self.ssm.put_parameter(Name=self.outputs["active_parameter"], Value=value, Overwrite=True)
            self.workspace.up("router", "--refresh").check()
        for color, release in RELEASES.items():
            if self.released(color) != release:
                self.wait_until_drained(color)
                self.release(color, release, allow_live_change=f"{color}@{self.released(color)}").check()
                self.workspace.configure(color, allow_live_change=None)
