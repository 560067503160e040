"""A color whose router is gone: nothing but its teardown is declared.

`pulumi config set router gone`, then `pulumi destroy --run-program`. The teardown's guard asks AWS by the target group
on record, and passes when that is missing.
"""

import pulumi
import pulumi_random as random

from components import naming
from components.environment_args import EnvironmentArgs
from components.guard.protection import GONE
from components.hooks.environment_hooks import environment_hooks
from components.settings import EnvironmentSettings
from components.stack_outputs import read_stack_outputs


def declare_orphan(settings: EnvironmentSettings, stack: str) -> None:
    """Bring up the hooks that the color's state names; anything but a destroy is refused before it does a thing.

    Raises pulumi.RunError where the router's stack beside this one stands: only it knows of the soak.
    """
    beside = naming.sibling(stack, settings.color.value, "router")
    if beside and _stands(beside):
        raise pulumi.RunError(
            f"refused, nothing was changed: router: {GONE}, but the stack {beside} stands."
            f" Take it back: pulumi config rm router --stack {stack}"
        )
    environment_hooks(settings.color.value, _arguments(settings))
    random.RandomId(
        "router-gone",
        byte_length=1,
        opts=pulumi.ResourceOptions(hooks=pulumi.ResourceHookBinding(before_create=[_refusal()])),
    )


def _arguments(settings: EnvironmentSettings) -> EnvironmentArgs:
    args: EnvironmentArgs = {
        "service": settings.service,
        "color": settings.color,
        "router": settings.router,
        "release": settings.release,
        "soak": settings.soak,
        "version": "",
        "image": "",
        "instance_type": settings.instance_type,
        "user_data": "",
        "app_port": settings.app_port,
        "vpc_id": "",
        "subnet_ids": [],
        "target_group_arn": "",
        "load_balancer_security_group_id": "",
        "minimum": settings.capacity.minimum,
        "maximum": settings.capacity.maximum,
    }
    if settings.allow_live_change:
        args["allow_live_change"] = settings.allow_live_change
    if settings.notify:
        args["notify"] = settings.notify
    return args


def _stands(router: str) -> bool:
    try:
        return bool(read_stack_outputs(router))
    except Exception:  # noqa: BLE001  what the engine answers where there is no such stack
        return False


def _refusal() -> pulumi.ResourceHook:
    def refuse(_args: pulumi.ResourceHookArgs) -> None:
        raise pulumi.RunError(
            f"refused, nothing was changed: router: {GONE} is for a teardown only: pulumi destroy --run-program."
            " To bring the color up, name its router: pulumi config rm router"
        )

    return pulumi.ResourceHook("router-gone", refuse, pulumi.ResourceHookOptions(on_dry_run=True))
