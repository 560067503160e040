"""Functions: what a program asks AWS while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local.providers.aws.policy_document import policy_document
from local.providers.values import Secret

if TYPE_CHECKING:
    from local.providers.call import Call
    from local.providers.values import Properties, Value


def get_availability_zones(call: Call, arguments: Properties) -> Properties:
    """Return the region's zones, of the state and filters asked for."""
    filters: Value = [{"Name": item["name"], "Values": item["values"]} for item in arguments.get("filters") or []]
    if arguments.get("state"):
        filters.append({"Name": "state", "Values": [arguments["state"]]})
    zones: Value = call.client("ec2").describe_availability_zones(Filters=filters)["AvailabilityZones"]
    barred = {*(arguments.get("excludeNames") or []), *(arguments.get("excludeZoneIds") or [])}
    kept = sorted(
        (zone for zone in zones if not {zone["ZoneName"], zone["ZoneId"]} & barred), key=lambda zone: zone["ZoneName"]
    )
    return {
        **arguments,
        "id": call.region,
        "region": call.region,
        "groupNames": sorted({zone.get("GroupName") or call.region for zone in kept}),
        "names": [zone["ZoneName"] for zone in kept],
        "zoneIds": [zone["ZoneId"] for zone in kept],
    }


def get_region(call: Call, arguments: Properties) -> Properties:
    """Return the region that the provider works in, or the one asked for by name."""
    name = arguments.get("region") or arguments.get("name") or call.region
    endpoint = arguments.get("endpoint") or f"ec2.{name}.amazonaws.com"
    return {"id": name, "name": name, "region": name, "description": name, "endpoint": endpoint}


def get_caller_identity(call: Call, arguments: Properties) -> Properties:
    """Return who the credentials belong to."""
    del arguments
    identity = call.client("sts").get_caller_identity()
    account = identity["Account"]
    return {"accountId": account, "arn": identity["Arn"], "id": account, "userId": identity["UserId"]}


def get_parameter(call: Call, arguments: Properties) -> Properties:
    """Return an SSM parameter's value, decrypted unless the program says otherwise."""
    name, decrypted = arguments["name"], arguments.get("withDecryption", True)
    found: Value = call.client("ssm").get_parameter(Name=name, WithDecryption=decrypted)["Parameter"]
    return {
        "arn": found.get("ARN", ""),
        "id": name,
        "insecureValue": found["Value"] if found["Type"] != "SecureString" else "",
        "name": found["Name"],
        "region": call.region,
        "type": found["Type"],
        "value": Secret(found["Value"]),
        "version": found["Version"],
        "withDecryption": decrypted,
    }


def get_policy_document(call: Call, arguments: Properties) -> Properties:
    """Return the policy document that the statements make up."""
    del call
    return policy_document(arguments)
