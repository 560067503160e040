"""A set of stacks as it is saved: the router's outputs, and the settings of all three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from components import cloud
from components.color import Color, weights
from components.records.records import RecordNames
from components.records.switch_log import SwitchLog
from components.settings import EnvironmentSettings, RouterSettings, SettingsError, load
from components.switch.ready_for_traffic import Need
from components.switch.switching import Switching
from ops.problem import Code, Problem
from ops.project import short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ops.engine import Configuration
    from ops.saved import Saved

NEEDED = ("listener_arn", "target_group_arns", "weights")
"""Outputs that a router has once it was deployed."""


@dataclass(frozen=True)
class Stacks:
    """Three stacks: their names, the router's saved outputs, and everybody's settings.

    A color whose stack does not exist is in `names` and not in `environments`.
    """

    router: str
    names: Mapping[Color, str]
    outputs: Mapping[str, Any]
    settings: RouterSettings
    environments: Mapping[Color, EnvironmentSettings]

    @property
    def deployed(self) -> bool:
        """Whether the router was deployed once; before that, what asks for its outputs raises KeyError."""
        return not self._missing

    @property
    def _missing(self) -> list[str]:
        return [output for output in NEEDED if self.outputs.get(output) is None]

    @property
    def target_groups(self) -> dict[Color, str]:
        """Target groups (ARNs) by color."""
        return {color: self.outputs["target_group_arns"][color.value] for color in Color}

    @property
    def listener(self) -> str:
        """The listener's ARN."""
        return self.outputs["listener_arn"]

    @property
    def url(self) -> str:
        """Where clients reach the service; empty where the router has no output of it."""
        return str(self.outputs.get("url") or "")

    @property
    def probed_url(self) -> str:
        """What is asked to see the service as clients do."""
        return f"{self.url.rstrip('/')}{self.settings.verify.path}"

    @property
    def known(self) -> dict[Color, int]:
        """The weights that the router's state holds."""
        return {color: int(self.outputs["weights"][color.value]) for color in Color}

    @property
    def declared(self) -> dict[Color, int]:
        """The weights that the router's file declares."""
        return weights(self.settings.active_color, self.settings.canary)

    @property
    def record_names(self) -> RecordNames:
        """The parameters in which the set writes about itself."""
        environments = {color: short(name) for color, name in self.names.items()}
        return RecordNames.of(self.settings.service, short(self.router), environments)

    @property
    def log(self) -> SwitchLog:
        """The switch log."""
        return SwitchLog(self.outputs.get("switch_log"))

    def check_complete(self) -> None:
        """Raise Problem when a color's stack does not exist."""
        missing = [name for color, name in self.names.items() if color not in self.environments]
        if missing:
            what = f"there is no stack {' and no stack '.join(missing)}, so it can't be compared with AWS"
            raise Problem(what, f"pulumi stack init {missing[0]}, or name the right one", Code.NO_STACK)

    def check_deployed(self) -> None:
        """Raise Problem when the router was never deployed."""
        if self._missing:
            what = f"the router's stack {self.router} is not deployed: it has no {', '.join(self._missing)}"
            raise Problem(what, f"pulumi up --stack {self.router}", Code.RESOURCE)

    def switching(self, declared: Mapping[Color, int]) -> Switching:
        """What the gate of an update that declares DECLARED weights would work with."""
        settings = self.settings
        return Switching(
            router=self.router,
            target_groups=self.target_groups,
            declared=declared,
            url=self.url,
            names=self.record_names,
            log=self.log,
            need=Need(settings.min_targets, settings.capacity_ratio),
            gate=settings.gate,
            verify=settings.verify,
            preview=settings.preview,
            overrides=settings.overrides,
            check_interval=settings.health_check.interval,
            stickiness=settings.stickiness,
        )


def read_stacks(saved: Saved, *, deployed: bool = True) -> Stacks:
    """The set whose parts SAVED holds; AWS is asked with its settings from now on.

    Raises Problem when there is no such router, settings are wrong, or, unless DEPLOYED is false, it was never
    deployed; a color may be missing.
    """
    router = saved.router_configuration()
    settings = _router(saved, router)
    names = {color: saved.name_of(color) or settings.environments[color] for color in Color}
    found = saved.configurations(names)
    outputs = saved.router_outputs()
    cloud.PROVIDER.setting = lambda key: router.texts.get(f"aws:{key}")
    environments = {
        color: _environment(names[color], each, saved.project) for color, each in found.items() if each is not None
    }
    stacks = Stacks(saved.router, names, outputs, settings, environments)
    if deployed:
        stacks.check_deployed()
    return stacks


def _router(saved: Saved, configuration: Configuration) -> RouterSettings:
    stack = saved.router
    settings = _load(stack, configuration, saved.project)
    if isinstance(settings, RouterSettings):
        return settings
    prefix = stack.rpartition(settings.color.value)[0]
    hint = f"--router {settings.router}" + (f", or --stack-prefix {prefix}" if prefix else "")
    raise Problem(f"stack {stack} is the color {settings.color.value}, not a router", hint)


def _environment(stack: str, configuration: Configuration, project: str) -> EnvironmentSettings:
    settings = _load(stack, configuration, project)
    if isinstance(settings, RouterSettings):
        raise Problem(f"stack {stack} is a router, not a color", "--blue STACK --green STACK")
    return settings


def _load(stack: str, configuration: Configuration, project: str) -> RouterSettings | EnvironmentSettings:
    try:
        return load(stack, configuration.texts, configuration.secrets, project)
    except SettingsError as error:
        raise Problem(str(error), f"pulumi config --stack {stack}") from None
