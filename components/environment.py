"""One environment: a color's fleet and everything beside it. Both colors are this and nothing else."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components import naming
from components.environment_args import DRAIN_SECONDS, EnvironmentArgs
from components.fleet import Fleet, FleetHooks
from components.hooks.claim import claimed
from components.hooks.environment_hooks import EnvironmentHooks, environment_hooks
from components.instance_role import instance_profile
from components.launch import encode
from components.records.release_record import ReleaseRecord
from components.user_data import LOG_GROUP


class Environment(pulumi.ComponentResource):
    """One color: fleet, role, security group, log group, release record."""

    fleet_name: pulumi.Output[str]
    """Name of the auto scaling group; new with each release."""
    log_group_name: pulumi.Output[str]
    """Where the instances' logs go."""
    release_parameter: pulumi.Output[str]
    """Name of the SSM parameter that holds the release record."""
    security_group_id: pulumi.Output[str]
    """The instances' security group."""

    def __init__(self, name: str, args: EnvironmentArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        """Declare the environment NAME from ARGS. Two environments of one program need two names."""
        super().__init__("bluegreen:index:Environment", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        hooks = environment_hooks(name, args)
        logs = self._log_group(name, args, hooks)
        # The fleet still reads the secrets of its release.
        policy = self._unless_waiting(args, "app_secrets", ["policy"])
        profile = instance_profile(name, logs.arn, args.get("secret_arns"), args.get("tags"), self._child, policy)
        security, rules = self._security_group(name, args, hooks)
        fleet = self._fleet(name, args, logs, profile, security, hooks)
        record = self._release_record(name, args, fleet, rules, hooks)
        self.fleet_name = fleet.name
        self.log_group_name = logs.name
        self.release_parameter = record.name
        self.security_group_id = security.id
        self.register_outputs(
            {
                "fleet_name": self.fleet_name,
                "log_group_name": self.log_group_name,
                "release_parameter": self.release_parameter,
                "security_group_id": self.security_group_id,
            }
        )

    def _unless_waiting(self, args: EnvironmentArgs, setting: str, properties: list[str]) -> pulumi.ResourceOptions:
        held = properties if setting in args.get("waiting", []) else None
        return pulumi.ResourceOptions(parent=self, ignore_changes=held)

    def _log_group(self, name: str, args: EnvironmentArgs, hooks: EnvironmentHooks) -> aws.cloudwatch.LogGroup:
        suffix = random.RandomId(f"{name}-logs", byte_length=4, keepers={"service": args["service"]}, opts=self._child)
        return aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=pulumi.Output.all(args["service"], suffix.hex).apply(
                lambda known: naming.log_group(known[0], pulumi.get_stack(), known[1])
            ),
            retention_in_days=args.get("log_retention", 30),
            tags=args.get("tags"),
            opts=claimed(hooks.claim, self._child),
        )

    def _security_group(
        self, name: str, args: EnvironmentArgs, hooks: EnvironmentHooks
    ) -> tuple[aws.ec2.SecurityGroup, list[pulumi.CustomResource]]:
        """The instances' security group, and its rules."""
        group = aws.ec2.SecurityGroup(
            f"{name}-instances",
            vpc_id=args["vpc_id"],
            description="Instances of one color: traffic from the load balancer only",
            tags=args.get("tags"),
            opts=self._child,
        )
        inward = aws.vpc.SecurityGroupIngressRule(
            f"{name}-from-load-balancer",
            security_group_id=group.id,
            description="The load balancer's requests and health checks",
            ip_protocol="tcp",
            from_port=args["app_port"],
            to_port=args["app_port"],
            referenced_security_group_id=args["load_balancer_security_group_id"],
            tags=args.get("tags"),
            # The fleet still listens on the port of its release.
            opts=claimed(hooks.claim, self._unless_waiting(args, "app_port", ["fromPort", "toPort"])),
        )
        outward = aws.vpc.SecurityGroupEgressRule(
            f"{name}-to-anywhere",
            security_group_id=group.id,
            description="Logs, secrets and whatever the application calls",
            ip_protocol="-1",
            cidr_ipv4="0.0.0.0/0",
            tags=args.get("tags"),
            opts=claimed(hooks.claim, self._child),
        )
        return group, [inward, outward]

    def _fleet(  # noqa: PLR0913, PLR0917  a fleet is made of these
        self,
        name: str,
        args: EnvironmentArgs,
        logs: aws.cloudwatch.LogGroup,
        profile: aws.iam.InstanceProfile,
        security: aws.ec2.SecurityGroup,
        hooks: EnvironmentHooks,
    ) -> Fleet:
        parked = pulumi.Output.from_input(args.get("parked") or False)
        capacity = pulumi.Output.all(parked, args["minimum"], args["maximum"], args.get("desired"))
        return Fleet(
            f"{name}-fleet",
            {
                "version": args["version"],
                "image": args["image"],
                "instance_type": args["instance_type"],
                # A destroy runs the program too, and then what the state does not know has no name.
                "user_data": pulumi.Output.all(args["user_data"], logs.name).apply(
                    lambda known: encode(known[0].replace(LOG_GROUP, known[1] or ""))
                ),
                "instance_profile_arn": profile.arn,
                "security_group_id": security.id,
                "subnet_ids": args["subnet_ids"],
                "target_group_arn": args["target_group_arn"],
                "minimum": capacity.apply(lambda known: 0 if known[0] else known[1]),
                "maximum": capacity.apply(lambda known: known[2]),
                "desired": capacity.apply(lambda known: 0 if known[0] else known[3]),
                "release": args["release"],
                "drain_seconds": args.get("drain_seconds", DRAIN_SECONDS),
                "tags": args.get("tags") or {},
            },
            pulumi.ResourceOptions(parent=self),
            FleetHooks(hooks.change, hooks.fleet, hooks.released),
        )

    def _release_record(
        self,
        name: str,
        args: EnvironmentArgs,
        fleet: Fleet,
        rules: list[pulumi.CustomResource],
        hooks: EnvironmentHooks,
    ) -> aws.ssm.Parameter:
        value = pulumi.Output.all(
            release=args["release"],
            image=args["image"],
            fleet=fleet.name,
            target_group=args["target_group_arn"],
            parked=args.get("parked") or False,
            digests=args.get("digests") or {},
        ).apply(lambda known: ReleaseRecord(**known).to_json())
        return aws.ssm.Parameter(
            f"{name}-release",
            name=pulumi.Output.from_input(args["service"]).apply(
                lambda service: naming.release_parameter(service, pulumi.get_stack())
            ),
            type="String",
            insecure_value=value,
            description="What this color runs; written only once its fleet is healthy",
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(
                parent=self,
                # A destroy that is refused here may go on with whatever this does not depend on (--continue-on-error).
                depends_on=[fleet, *rules],
                hooks=pulumi.ResourceHookBinding(
                    before_create=[hooks.claim, hooks.checkpoint],
                    before_update=[hooks.checkpoint],
                    after_create=[hooks.released],
                    after_update=[hooks.released],
                    before_delete=[hooks.teardown],
                    after_delete=[hooks.torn_down],
                ),
            ),
        )
