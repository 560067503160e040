"""aws:ec2/launchTemplate:LaunchTemplate."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from local.providers import tagging
from local.providers.aws import launch_data
from local.providers.property import flag, mapping, text
from local.providers.resource import AutoName, Change, ResourceType, given, tag_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.providers.call import Call
    from local.providers.values import Properties, Value

_OWN = frozenset({"name", "tags", "tagsAll", "updateDefaultVersion"})


class LaunchTemplate(ResourceType):
    """How instances are launched; each change of it is a new version."""

    token = "aws:ec2/launchTemplate:LaunchTemplate"  # noqa: S105 - a type token
    title = "launch template"
    properties: ClassVar = {
        "name": text(replaces=True),
        "description": text(),
        "updateDefaultVersion": flag(local=True),
        **launch_data.PROPERTIES,
        "tags": mapping(),
    }
    outputs = frozenset({"arn", "latestVersion", "defaultVersion"})
    defaults_out: ClassVar = {
        "disableApiStop": False,
        "disableApiTermination": False,
        "ebsOptimized": "",
        "elasticGpuSpecifications": [],
        "instanceInitiatedShutdownBehavior": "",
        "kernelId": "",
        "keyName": "",
        "licenseSpecifications": [],
        "namePrefix": "",
        "ramDiskId": "",
    }
    name = AutoName(maximum=125)
    missing = frozenset(
        {
            "InvalidLaunchTemplateId.NotFound",
            "InvalidLaunchTemplateId.NotFoundException",
            "InvalidLaunchTemplateName.NotFoundException",
        }
    )
    tagger = tagging.ec2

    def create(self, call: Call, inputs: Properties) -> str:
        """Make the template with its first version."""
        made = call.client("ec2").create_launch_template(
            LaunchTemplateName=inputs["name"],
            LaunchTemplateData=launch_data.to_aws(inputs),
            TagSpecifications=tagging.specification("launch-template", inputs.get("tagsAll")),
            **given(inputs, VersionDescription="description"),
        )
        return made["LaunchTemplate"].get("LaunchTemplateId", "")

    def read(self, call: Call, resource_id: str, known: Properties) -> Properties | None:
        """Ask for the template and its latest version, which is the one this resource writes.

        Tags are asked for apart: moto's template keeps telling those that it was made with.
        """
        del known
        client = call.client("ec2")
        found: Value = client.describe_launch_templates(LaunchTemplateIds=[resource_id])["LaunchTemplates"]
        if not found:
            return None
        template = found[0]
        versions: Value = client.describe_launch_template_versions(
            LaunchTemplateId=resource_id, Versions=[str(template["LatestVersionNumber"])]
        )["LaunchTemplateVersions"]
        latest = versions[0]
        tags = client.describe_tags(Filters=[{"Name": "resource-id", "Values": [resource_id]}])["Tags"]
        account = call.client("sts").get_caller_identity()["Account"]
        return {
            "arn": f"arn:aws:ec2:{call.region}:{account}:launch-template/{resource_id}",
            "defaultVersion": template["DefaultVersionNumber"],
            "description": latest.get("VersionDescription", ""),
            "latestVersion": template["LatestVersionNumber"],
            "name": template["LaunchTemplateName"],
            "tagsAll": tag_map(tags),
            **launch_data.from_aws(latest["LaunchTemplateData"]),
        }

    def update(self, call: Call, resource_id: str, change: Change) -> None:
        """Make a new version where what is launched changes, and the default one where the program wants that."""
        client = call.client("ec2")
        version: Value = None
        if change.names - _OWN:
            made = client.create_launch_template_version(
                LaunchTemplateId=resource_id,
                LaunchTemplateData=launch_data.to_aws(change.new),
                **given(change.new, VersionDescription="description"),
            )
            version = made["LaunchTemplateVersion"].get("VersionNumber")
        elif "updateDefaultVersion" in change:
            version = change.old.get("latestVersion")
        if change.new.get("updateDefaultVersion") and version:
            client.modify_launch_template(LaunchTemplateId=resource_id, DefaultVersion=str(version))

    def delete(self, call: Call, resource_id: str, known: Properties) -> None:
        """Delete the template with all versions."""
        del known
        call.client("ec2").delete_launch_template(LaunchTemplateId=resource_id)

    def recomputed(self, change: Change) -> Iterable[str]:
        """Tell versions as the official provider does: it calls them unknown at any change but that of the text."""
        causes = change.names - {"name", "description"}
        if causes - {"updateDefaultVersion"}:
            yield "latestVersion"
        if causes and change.new.get("updateDefaultVersion"):
            yield "defaultVersion"
