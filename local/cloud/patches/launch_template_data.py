"""Every version of a launch template can be launched, and holds no more than was put in.

moto parses the user data of the first version only, and an auto scaling group made from a later one dies on an
assertion. moto also adds the template's own tags to the tag specifications of the first version's data. AWS: API
reference, CreateLaunchTemplate ("TagSpecification" is for the template, "LaunchTemplateData.TagSpecifications" for what
it launches).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from moto.ec2.models.launch_templates import LaunchTemplate, LaunchTemplateVersion
from moto.ec2.utils import parse_user_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.cloud.cloud import Cloud
    from local.cloud.patching import Patching


def apply(patching: Patching, _cloud: Cloud) -> None:
    """Mend the data of each version as it is made."""

    @patching.around(LaunchTemplate, "create_version")
    def _create_version(
        original: Callable[..., LaunchTemplateVersion], _self: LaunchTemplate, data: dict[str, Any], description: str
    ) -> LaunchTemplateVersion:
        return original(_mend(data), description)


def _mend(data: dict[str, Any]) -> dict[str, Any]:
    mended = dict(data)
    if isinstance(data.get("UserData"), str):
        mended["UserData"] = parse_user_data(data["UserData"])
    if "TagSpecifications" in data:
        kept = [each for each in data["TagSpecifications"] if each.get("ResourceType") != "launch-template"]
        mended["TagSpecifications"] = kept
    return mended
