"""Where the switch log lies: a log group and its one stream, owned by the router."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components import naming
from components.hooks.claim import claimed
from components.records.switch_log import STREAM
from components.router_args import RouterArgs

RETENTION = 365
"""Days: who moved what and when is asked long after a color's own logs are gone."""


def switch_log_group(
    name: str, args: RouterArgs, claim: pulumi.ResourceHook, opts: pulumi.ResourceOptions
) -> pulumi.Output[str]:
    """The name of the log group, known once its stream stands too; CLAIM is asked before either is made."""
    once = claimed(claim, opts)
    suffix = random.RandomId(f"{name}-switches", byte_length=4, keepers={"service": args["service"]}, opts=opts)
    group = aws.cloudwatch.LogGroup(
        f"{name}-switches",
        name=pulumi.Output.all(args["service"], suffix.hex).apply(
            lambda known: naming.log_group(known[0], pulumi.get_stack(), f"switches-{known[1]}")
        ),
        retention_in_days=RETENTION,
        tags=args.get("tags"),
        opts=once,
    )
    stream = aws.cloudwatch.LogStream(f"{name}-switches", name=STREAM, log_group_name=group.name, opts=once)
    return stream.log_group_name
