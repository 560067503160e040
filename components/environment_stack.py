"""A color's stack: settings -> what may apply now -> environment -> outputs."""

import json
from pathlib import Path
from typing import Any

import pulumi

from components import cloud
from components.environment import Environment, EnvironmentArgs
from components.guard import strays
from components.guard.dead_intent import bury
from components.guard.orphan import declare_orphan
from components.guard.protection import GONE
from components.guard.standing import Standing, look_at_standing, refuse_harm
from components.launch import Launch, UnresolvedImageError, decide
from components.readiness import MissingFleetError
from components.records.release_record import digest
from components.router_outputs import RouterOutputs
from components.running import read_running
from components.settings import EnvironmentSettings
from components.tags import tags
from components.user_data import UserDataError, environment_lines, read_template, render, secret_lines


def deploy_environment(settings: EnvironmentSettings, stack: str) -> dict[str, pulumi.Output[Any]]:
    """Declare the environment of STACK and return its outputs.

    Raises pulumi.RunError when the user data can't be rendered, AWS can't be asked, or the change would hurt a color
    that carries traffic: before anything is registered.
    """
    if settings.router == GONE:
        declare_orphan(settings, stack)
        return {}
    declared = declared_launch(settings)
    router = RouterOutputs(settings.router)
    standing = look_at_standing(settings, stack, router)
    launch = launch_settings(settings, declared, standing)
    refuse_harm(settings, standing, launch, router)
    if launch.waiting:
        pulumi.log.info(f"waits for {settings.color.value}'s next release: {', '.join(launch.waiting)}")
    environment = Environment(settings.color.value, _args(settings, stack, launch, router))
    target_group = router.get("target_group_arns").apply(lambda arns: arns[settings.color.value])
    looked = strays.look_out(settings.color.value, target_group, environment.fleet_name, launch.recorded_fleet)
    names = standing.protection.names
    bury(
        standing.records.intents.get(settings.color),
        names.intents[settings.color],
        looked,
        environment.release_parameter,
    )
    return {
        "color": pulumi.Output.from_input(settings.color.value),
        "release": pulumi.Output.from_input(settings.release),
        "fleet_name": environment.fleet_name,
        "log_group_name": environment.log_group_name,
        "release_parameter": environment.release_parameter,
        "security_group_id": environment.security_group_id,
    }


def _args(settings: EnvironmentSettings, stack: str, launch: Launch, router: RouterOutputs) -> EnvironmentArgs:
    color, capacity = settings.color.value, settings.capacity
    args: EnvironmentArgs = {
        "service": settings.service,
        "release": settings.release,
        "version": launch.version,
        "image": launch.image,
        "instance_type": launch.instance_type,
        "user_data": launch.user_data,
        "digests": dict(launch.digests),
        "waiting": list(launch.waiting),
        "app_port": settings.app_port,
        "vpc_id": router.get("vpc_id"),
        "subnet_ids": router.get("private_subnet_ids"),
        "target_group_arn": router.get("target_group_arns").apply(lambda arns: arns[color]),
        "load_balancer_security_group_id": router.get("load_balancer_security_group_id"),
        "minimum": capacity.minimum,
        "maximum": capacity.maximum,
        "parked": settings.parked,
        "secret_arns": sorted(settings.app_secrets.values()),
        "release_timeout": settings.release_timeout,
        "color": settings.color,
        "router": settings.router,
        "min_targets": settings.min_targets,
        "capacity_ratio": settings.capacity_ratio,
        "soak": settings.soak,
        "drain_seconds": router.drain_seconds,
        "log_retention": settings.log_retention,
        "tags": tags(settings.service, stack, color=color),
    }
    if capacity.desired is not None:
        args["desired"] = capacity.desired
    if settings.allow_live_change:
        args["allow_live_change"] = settings.allow_live_change
    if settings.notify:
        args["notify"] = settings.notify
    if router.switch_log:
        args["switch_log"] = router.switch_log
    return args


def launch_settings(settings: EnvironmentSettings, declared: Launch, standing: Standing) -> Launch:
    """The launch settings that apply now: as DECLARED, or held back until the color's next release."""
    try:
        return decide(
            declared,
            standing.record,
            must_stay=standing.must_stay,
            resolve=lambda: _resolve(settings.image),
            running=read_running,
        )
    except UnresolvedImageError as error:
        raise pulumi.RunError(str(error)) from error
    except cloud.UNREACHABLE as error:
        raise pulumi.RunError(
            f"what {settings.color.value} runs now can't be read: {cloud.explain(error)}."
            " Check credentials, permissions and aws:region"
        ) from error
    except MissingFleetError as error:
        raise pulumi.RunError(
            f"{settings.color.value} must stay as it is, and its fleet {error} is gone: declare a new release"
        ) from error


def declared_launch(settings: EnvironmentSettings) -> Launch:
    """What the settings declare, rendered; raises pulumi.RunError when the user data can't be."""
    try:
        return _declared(settings)
    except UserDataError as error:
        raise pulumi.RunError(f"{error}. See the setting user_data: pulumi config get user_data") from error


def _declared(settings: EnvironmentSettings) -> Launch:
    path = Path(settings.user_data)
    template = read_template(path)
    application = path.parent / "app.py"
    app = application.read_text(encoding="utf-8") if "{{ app }}" in template and application.exists() else ""
    values = {
        "service": settings.service,
        "color": settings.color.value,
        "release": settings.release,
        "app_port": str(settings.app_port),
        "app_env": environment_lines(settings.app_env),
        "app_secrets": secret_lines(settings.app_secrets),
        "app": app,
        "region": cloud.region() or "",
    }
    parts = {
        "image": settings.image,
        "instance_type": settings.instance_type,
        "user_data": template + app,
        "app_port": str(settings.app_port),
        "app_env": json.dumps(settings.app_env, sort_keys=True),
        "app_secrets": json.dumps(settings.app_secrets, sort_keys=True),
    }
    return Launch(
        release=settings.release,
        image="",
        instance_type=settings.instance_type,
        user_data=render(template, values),
        digests={name: digest(text) for name, text in parts.items()},
    )


def _resolve(image: str) -> str:
    if not image.startswith("/"):
        return image
    try:
        return cloud.ssm().get_parameter(Name=image)["Parameter"].get("Value", "")
    except cloud.UNREACHABLE as error:
        if cloud.code(error) == "ParameterNotFound":
            raise UnresolvedImageError(
                f"image: there is no SSM parameter {image} in this region. Try: pulumi config set image ami-…"
            ) from error
        if not pulumi.runtime.is_dry_run():
            raise
        pulumi.log.warn(f"the image in {image} can't be read, so its name stands for it: {cloud.explain(error)}")
        return image
