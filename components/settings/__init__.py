"""A stack's configuration, validated. Every settings error is worded here; nothing here imports Pulumi."""

from collections.abc import Collection, Mapping

from components.settings import fields
from components.settings.environment import EnvironmentSettings, read_environment
from components.settings.problems import Problem, SettingsError
from components.settings.reader import NAMESPACE, Reader
from components.settings.router import HealthCheck, RouterSettings, read_router
from components.settings.switching import Gate, Overrides, Preview, Verify
from components.settings.watch import WatchLimits

__all__ = [
    "EnvironmentSettings",
    "Gate",
    "HealthCheck",
    "Overrides",
    "Preview",
    "Problem",
    "RouterSettings",
    "SettingsError",
    "Verify",
    "WatchLimits",
    "load",
]


def load(
    stack: str, configuration: Mapping[str, str], secrets: Collection[str] = (), project: str = NAMESPACE
) -> RouterSettings | EnvironmentSettings:
    """The settings of STACK from its CONFIGURATION (text by full key, objects as JSON); SECRETS are encrypted keys.

    PROJECT's name is the namespace of its keys, as `pulumi config set` has it (Pulumi docs, "Configuration").
    `active_color` makes a stack a router, `color` an environment. Raises SettingsError, which lists every problem.
    """
    reader = Reader(stack, configuration, secrets, project)
    reader.finish()
    is_router, is_environment = reader.has(fields.ACTIVE_COLOR), reader.has(fields.COLOR)
    if is_router == is_environment:
        allowed = "a stack is either a router (active_color) or an environment (color)"
        both = "active_color and color" if is_router else None
        command = "pulumi config rm color" if is_router else f"{fields.ACTIVE_COLOR.command}, or {fields.COLOR.command}"
        reader.note("active_color", both, allowed, command)
        reader.finish()
    reader.check_keys(fields.ROUTER if is_router else fields.ENVIRONMENT)
    settings = read_router(reader) if is_router else read_environment(reader)
    reader.finish()
    return settings
