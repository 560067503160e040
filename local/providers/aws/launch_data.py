"""What a version of a launch template holds: Pulumi's shape, AWS' shape, and the way between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.property import block, flag, items, mapping, normal, number, text, texts
from local.providers.resource import given, tag_list, tag_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.providers.property import Property
    from local.providers.values import Properties, Value

# Flags that the SDK has as texts: "" is "whatever AWS does", which a boolean can't say.
_TEXT_FLAGS = frozenset({"AssociatePublicIpAddress", "DeleteOnTermination", "Encrypted"})

_EBS = {
    "deleteOnTermination": "DeleteOnTermination",
    "encrypted": "Encrypted",
    "iops": "Iops",
    "kmsKeyId": "KmsKeyId",
    "snapshotId": "SnapshotId",
    "throughput": "Throughput",
    "volumeSize": "VolumeSize",
    "volumeType": "VolumeType",
}
_METADATA = {
    "httpEndpoint": "HttpEndpoint",
    "httpProtocolIpv6": "HttpProtocolIpv6",
    "httpPutResponseHopLimit": "HttpPutResponseHopLimit",
    "httpTokens": "HttpTokens",
    "instanceMetadataTags": "InstanceMetadataTags",
}
_INTERFACE = {
    "associatePublicIpAddress": "AssociatePublicIpAddress",
    "deleteOnTermination": "DeleteOnTermination",
    "description": "Description",
    "deviceIndex": "DeviceIndex",
    "securityGroups": "Groups",
    "subnetId": "SubnetId",
}

PROPERTIES: Mapping[str, Property] = {
    "imageId": text(),
    "instanceType": text(),
    "userData": text(),
    "vpcSecurityGroupIds": texts(),
    "iamInstanceProfile": block({"arn": text(), "name": text()}),
    "monitoring": block({"enabled": flag()}),
    "metadataOptions": block(
        {
            "httpEndpoint": text(computed=True),
            "httpProtocolIpv6": text(computed=True),
            "httpPutResponseHopLimit": number(computed=True),
            "httpTokens": text(computed=True),
            "instanceMetadataTags": text(computed=True),
        },
        computed=True,
    ),
    "blockDeviceMappings": items(
        block(
            {
                "deviceName": text(),
                "noDevice": text(),
                "virtualName": text(),
                "ebs": block(
                    {
                        "deleteOnTermination": text(),
                        "encrypted": text(),
                        "iops": number(computed=True),
                        "kmsKeyId": text(),
                        "snapshotId": text(),
                        "throughput": number(computed=True),
                        "volumeSize": number(computed=True),
                        "volumeType": text(computed=True),
                    }
                ),
            }
        )
    ),
    "networkInterfaces": items(
        block(
            {
                "associatePublicIpAddress": text(),
                "deleteOnTermination": text(),
                "description": text(),
                "deviceIndex": number(),
                "securityGroups": texts(),
                "subnetId": text(),
            }
        )
    ),
    "tagSpecifications": items(block({"resourceType": text(), "tags": mapping()})),
}


def to_aws(inputs: Properties) -> Value:
    """Return LaunchTemplateData for INPUTS: always all of it, since a version knows nothing of the one before."""
    data = given(inputs, ImageId="imageId", InstanceType="instanceType", UserData="userData")
    data.update(given(inputs, SecurityGroupIds="vpcSecurityGroupIds"))
    if inputs.get("iamInstanceProfile"):
        data["IamInstanceProfile"] = given(inputs["iamInstanceProfile"], Arn="arn", Name="name")
    if inputs.get("monitoring"):
        data["Monitoring"] = {"Enabled": bool(inputs["monitoring"].get("enabled"))}
    if inputs.get("metadataOptions"):
        data["MetadataOptions"] = _written(_METADATA, inputs["metadataOptions"])
    if inputs.get("blockDeviceMappings"):
        data["BlockDeviceMappings"] = [_device(device) for device in inputs["blockDeviceMappings"]]
    if inputs.get("networkInterfaces"):
        data["NetworkInterfaces"] = [_written(_INTERFACE, item) for item in inputs["networkInterfaces"]]
    if inputs.get("tagSpecifications"):
        data["TagSpecifications"] = [
            {"ResourceType": item["resourceType"], "Tags": tag_list(item.get("tags"))}
            for item in inputs["tagSpecifications"]
        ]
    return data


def from_aws(data: Value) -> Properties:
    """Return the properties in AWS' LaunchTemplateData."""
    found: Properties = {
        "imageId": data.get("ImageId", ""),
        "instanceType": data.get("InstanceType", ""),
        "userData": data.get("UserData", ""),
        "vpcSecurityGroupIds": data.get("SecurityGroupIds", []),
        "blockDeviceMappings": [_told_device(device) for device in data.get("BlockDeviceMappings", [])],
        "networkInterfaces": [_told_interface(item) for item in data.get("NetworkInterfaces", [])],
        "tagSpecifications": _told_tags(data.get("TagSpecifications", [])),
    }
    if data.get("IamInstanceProfile"):
        profile = data["IamInstanceProfile"]
        found["iamInstanceProfile"] = {"arn": profile.get("Arn", ""), "name": profile.get("Name", "")}
    if data.get("Monitoring"):
        found["monitoring"] = {"enabled": normal("flag", data["Monitoring"].get("Enabled", False))}
    if data.get("MetadataOptions"):
        found["metadataOptions"] = {ours: data["MetadataOptions"].get(aws, "") for ours, aws in _METADATA.items()}
        found["metadataOptions"]["httpPutResponseHopLimit"] = int(
            data["MetadataOptions"].get("HttpPutResponseHopLimit", 0)
        )
    return found


def _written(names: Mapping[str, str], value: Properties) -> Value:
    written = {aws: value[ours] for ours, aws in names.items() if value.get(ours) not in (None, "")}
    return {aws: normal("flag", item) if aws in _TEXT_FLAGS else item for aws, item in written.items()}


def _device(device: Properties) -> Value:
    written = given(device, DeviceName="deviceName", NoDevice="noDevice", VirtualName="virtualName")
    if device.get("ebs"):
        written["Ebs"] = _written(_EBS, device["ebs"])
    return written


def _told_device(device: Value) -> Properties:
    told: Properties = {
        "deviceName": device.get("DeviceName", ""),
        "noDevice": device.get("NoDevice", ""),
        "virtualName": device.get("VirtualName", ""),
    }
    if device.get("Ebs"):
        numbers = ("iops", "throughput", "volumeSize")
        ebs = device["Ebs"]
        told["ebs"] = {
            ours: int(ebs.get(aws, 0)) if ours in numbers else normal("text", ebs.get(aws, ""))
            for ours, aws in _EBS.items()
        }
    return told


def _told_interface(item: Value) -> Properties:
    told: Properties = {ours: normal("text", item.get(aws, "")) for ours, aws in _INTERFACE.items()}
    told["deviceIndex"] = int(item.get("DeviceIndex", 0))
    told["securityGroups"] = item.get("Groups", [])
    return told


def _told_tags(specifications: Value) -> list[Properties]:
    # moto mixes the template's own tags in; on AWS a version tags only what is launched from it.
    return [
        {"resourceType": item["ResourceType"], "tags": tag_map(item.get("Tags"))}
        for item in specifications
        if item["ResourceType"] != "launch-template"
    ]
