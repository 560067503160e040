"""A launched instance runs its user data, with the role of its profile.

moto launches nothing, and ignores the instance profile of a launch template (AWS: API reference, RunInstances:
parameters not given are taken from the template).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.core.exceptions import ServiceException
from moto.ec2.exceptions import InvalidParameterValue
from moto.ec2.models.instances import Instance, InstanceBackend, Reservation
from moto.ec2.utils import filter_iam_instance_profiles

from local.cloud import backends
from local.cloud.user_data import decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from moto.autoscaling.models import FakeAutoScalingGroup
    from moto.ec2.models import EC2Backend

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, cloud: Cloud) -> None:
    """Start each instance that `run_instances` makes; GROUP is the auto scaling group that asked for it."""

    @patching.around(InstanceBackend, "run_instances")
    def _run_instances(
        original: Callable[..., Reservation],
        self: EC2Backend,
        *arguments: object,
        group: FakeAutoScalingGroup | None = None,
        **options: Any,  # noqa: ANN401  whatever moto passes
    ) -> Reservation:
        profile = _template_profile(self, options)
        role = _role(self, profile or _given_profile(options))
        reservation = original(*arguments, **options)
        for instance in reservation.instances:
            if profile:
                self.associate_iam_instance_profile(instance.id, profile.get("Name"), profile.get("Arn"))
            _start(cloud, instance, role, group)
        return reservation


def _given_profile(options: dict[str, Any]) -> dict[str, str]:
    return {
        "Name": options.get("iam_instance_profile_name") or "",
        "Arn": options.get("iam_instance_profile_arn") or "",
    }


def _template_profile(backend: EC2Backend, options: dict[str, Any]) -> dict[str, str]:
    if any(_given_profile(options).values()) or not options.get("launch_template"):
        return {}
    return backend._get_template_from_args(options["launch_template"]).data.get("IamInstanceProfile") or {}  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _role(backend: EC2Backend, profile: dict[str, str]) -> str | None:
    """Name of PROFILE's role; raises moto's InvalidParameterValue for an unknown profile, before any launch."""
    name, arn = profile.get("Name") or None, profile.get("Arn") or None
    if not name and not arn:
        return None
    try:
        found = filter_iam_instance_profiles(backend.account_id, backend.partition, arn, name)
    except ServiceException as error:
        wrong = f"Value ({name or arn}) for parameter iamInstanceProfile.{'name' if name else 'arn'} is invalid."
        raise InvalidParameterValue(f"{wrong} Invalid IAM Instance Profile") from error
    return found.roles[0].name if found.roles else None


def _start(cloud: Cloud, instance: Instance, role: str | None, group: FakeAutoScalingGroup | None) -> None:
    cloud.machines.launch(
        instance.id,
        user_data=decode(instance.user_data),
        ports=_ports(group),
        role=role,
        image=instance.image_id,
        group=group.name if group else None,
    )


def _ports(group: FakeAutoScalingGroup | None) -> list[int]:
    """Ports of the GROUP's target groups; of all there are, when it has none yet or there is no group."""
    known = {each.arn: int(each.port) for each in backends.target_groups() if each.port}
    own = {known[arn] for arn in (group.target_group_arns if group else []) if arn in known}
    return sorted(own or set(known.values()))
