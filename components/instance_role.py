"""What an instance may do: write its own logs, and read the secrets that the settings name. Nothing else."""

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

_TRUST = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}


def instance_profile(  # noqa: PLR0913, PLR0917  one call, one place
    name: str,
    log_group_arn: pulumi.Input[str],
    secret_arns: pulumi.Input[list[str]] | None,
    tags: pulumi.Input[dict[str, str]] | None,
    opts: pulumi.ResourceOptions,
    policy_opts: pulumi.ResourceOptions,
) -> aws.iam.InstanceProfile:
    """Role, policy and profile of the instances of NAME.

    LOG_GROUP_ARN is where they may write, SECRET_ARNS (SSM parameters, Secrets Manager secrets) what they may read.
    """
    role = aws.iam.Role(
        f"{name}-instance",
        assume_role_policy=_document([_TRUST]),
        description="Instances of one color",
        tags=tags,
        opts=opts,
    )
    policy = aws.iam.RolePolicy(
        f"{name}-instance",
        role=role.name,
        policy=pulumi.Output.all(log_group_arn, secret_arns or []).apply(
            lambda known: _document([_logs(known[0]), *_secrets(known[1])])
        ),
        opts=policy_opts,
    )
    # An instance that starts finds its permissions; and whatever depends on the fleet depends on them.
    after = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[policy]))
    return aws.iam.InstanceProfile(f"{name}-instance", role=role.name, tags=tags, opts=after)


def _logs(log_group_arn: str) -> dict[str, object]:
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return {"Effect": "Allow", "Action": actions, "Resource": [log_group_arn, f"{log_group_arn}:*"]}


def _secrets(arns: Sequence[str]) -> list[dict[str, object]]:
    readers = {"ssm": "ssm:GetParameter", "secretsmanager": "secretsmanager:GetSecretValue"}
    statements: list[dict[str, object]] = []
    for service, action in readers.items():
        named = sorted(arn for arn in arns if arn.split(":")[2] == service)
        if named:
            statements.append({"Effect": "Allow", "Action": [action], "Resource": named})
    return statements


def _document(statements: Sequence[object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
