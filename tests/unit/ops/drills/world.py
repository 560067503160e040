"""Three stacks that do what the engine is asked for: a destroy empties a color, an update brings it or switches."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from components.color import Color, weights
from components.records.active_record import ActiveRecord, follow
from tests.unit.components.fake_aws import NAMES, TARGET_GROUPS

if TYPE_CHECKING:
    from tests.unit.components.fake_aws import FakeAws
    from tests.unit.ops.fake_engine import FakeEngine

CHANGES = ("config", "up", "destroy")


class World:
    """Blue carries the traffic, green is idle, both run 1.0.0; clients get good answers at URL."""

    def __init__(self, aws: FakeAws, engine: FakeEngine, url: str) -> None:
        """Let ENGINE's runs change AWS."""
        self.aws, self.engine = aws, engine
        self.at: dict[str, datetime] = {}
        engine.router |= {"url": url, "drain_seconds": 0}
        self.runs(Color.GREEN, "1.0.0")
        aws.put(NAMES.active, ActiveRecord(Color.BLUE, "1.0.0").to_json())
        engine.update = self.update

    @property
    def changing(self) -> list[str]:
        """What the engine was asked to change."""
        return [each for each in self.engine.asked if each.split()[0] in CHANGES]

    def runs(self, color: Color, release: str) -> None:
        """Let COLOR run RELEASE, as its file says."""
        self.aws.release(color, release)
        self.engine.settings[color.value]["bluegreen:release"] = release

    def update(self) -> None:
        """What the engine's last run does."""
        command = self.engine.asked[-1]
        verb, stack = command.split()[0], command.split()[-1]
        self.at[f"{verb} {stack}"] = datetime.now(UTC)
        if stack == "router":
            self._switch(Color(self.engine.settings["router"]["bluegreen:active_color"]))
        elif verb == "destroy":
            self._destroy(Color(stack))
        else:
            self.aws.release(Color(stack), self.engine.settings[stack]["bluegreen:release"])

    def _destroy(self, color: Color) -> None:
        self.aws.targets[TARGET_GROUPS[color]] = {}
        self.aws.parameters.pop(NAMES.releases[color], None)
        self.aws.fleets = {name: fleet for name, fleet in self.aws.fleets.items() if not name.startswith(color.value)}

    def _switch(self, color: Color) -> None:
        self.aws.weights = weights(color)
        self.engine.router["weights"] = {each.value: share for each, share in self.aws.weights.items()}
        current = ActiveRecord.from_json(self.aws.parameters[NAMES.active][0])
        releases = {each: self.engine.settings[each.value]["bluegreen:release"] for each in Color}
        self.aws.put(NAMES.active, follow(current, color, releases).to_json())
