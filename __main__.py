"""One program, three stacks: the router, blue and green. A stack's settings say which it is."""

import os
import signal

import pulumi
from pulumi.runtime import config

from components.environment_stack import deploy_environment
from components.router_stack import deploy_router
from components.settings import RouterSettings, SettingsError, load


def main() -> None:
    """Declare this stack and export its outputs; a mistake in the settings ends the run with one message."""
    stack = pulumi.get_stack()
    configuration = config.CONFIG.get()
    try:
        secrets = [key for key in configuration if config.is_config_secret(key)]
        settings = load(stack, configuration, secrets, pulumi.get_project())
    except SettingsError as error:
        raise pulumi.RunError(str(error)) from None
    if isinstance(settings, RouterSettings):
        outputs = deploy_router(settings, stack)
    else:
        outputs = deploy_environment(settings, stack)
    for name, value in outputs.items():
        pulumi.export(name, value)


# The engine interrupts a program that still runs when the update has failed; a traceback would bury what it said.
signal.signal(signal.SIGINT, lambda *_: os._exit(1))
main()
