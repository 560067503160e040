"""Auto scaling groups that stand in a color's target group and that no state knows.

A killed create leaves one: the group exists, the state never heard of it, and its instances take traffic.
"""

import asyncio
from collections.abc import Collection

import pulumi

from components import cloud, traffic


def find_strays(target_group: str, known: Collection[str | None]) -> list[str]:
    """Names of the auto scaling groups attached to TARGET_GROUP (an ARN) that are not among KNOWN, sorted.

    Groups that are being deleted already don't count. Raises one of `cloud.UNREACHABLE` when AWS can't be asked.
    """
    pages = cloud.autoscaling().get_paginator("describe_auto_scaling_groups").paginate()
    return sorted(
        group["AutoScalingGroupName"]
        for page in pages
        for group in page["AutoScalingGroups"]
        if target_group in group.get("TargetGroupARNs", [])
        and group["AutoScalingGroupName"] not in known
        and "Status" not in group
    )


def put_aside(color: str, target_group: str, known: Collection[str | None]) -> None:
    """Name every stray of COLOR; where the color carries no traffic, take it out of TARGET_GROUP as well.

    On a color that carries traffic it is left alone: its instances may be the ones that answer.
    """
    strays = find_strays(target_group, known)
    idle = bool(strays) and traffic.live_weight(target_group) == 0
    for stray in strays:
        if idle:
            cloud.autoscaling().detach_load_balancer_target_groups(
                AutoScalingGroupName=stray, TargetGroupARNs=[target_group]
            )
        done = "it was taken out of the target group" if idle else f"it was left alone, since {color} carries traffic"
        pulumi.log.warn(
            f"{stray} stands in {color}'s target group but belongs to no release on record, as after a killed update;"
            f" {done}. If it is still there after this update, delete it:"
            f" aws autoscaling delete-auto-scaling-group --force-delete --auto-scaling-group-name {stray}"
        )


def look_out(
    color: str, target_group: pulumi.Output[str], fleet: pulumi.Output[str], recorded: str | None
) -> pulumi.Output[None]:
    """In each update, name and put aside what stands in TARGET_GROUP beside FLEET and the fleet on record.

    A look that fails is a warning: it must not fail a good release.
    """

    async def look(known: list[str]) -> None:
        if pulumi.runtime.is_dry_run():
            return
        fleets = {known[1], recorded} - {None}
        try:
            await asyncio.to_thread(put_aside, color, known[0], fleets)
        except (*cloud.UNREACHABLE, traffic.UnknownTrafficError) as error:
            pulumi.log.warn(f"{color}: whether a killed update left a group behind could not be asked: {error}")

    return pulumi.Output.all(target_group, fleet).apply(look)
