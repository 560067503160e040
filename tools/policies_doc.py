"""Write docs/policies.md from the policy pack's rules: `python -m tools.policies_doc`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from policy.rules import RULES

if TYPE_CHECKING:
    from policy.rules.rule import Rule

DOCUMENT = Path(__file__).parent.parent / "docs" / "policies.md"

HEAD = """# Policies

`policy/` is a Pulumi policy pack: what no stack of this program may hold, whoever changes the program.
The engine asks it before it writes a resource, so that a violation stops a preview and an update.
The program complies as it is; a test holds all three stacks to every rule, and another breaks the program rule by rule.
Written by `python -m tools.policies_doc`; a test holds it to the rules.

## Rules

All are mandatory.

| rule | forbids | because | to comply |
|---|---|---|---|
"""

TAIL = """
A preview rule is told from a live one by its condition: a listener rule that asks for an HTTP header whose one value is
`blue` or `green`. It must lead to that color's target group alone. A listener's default action has no condition.

An address in an ingress rule is any network or prefix list, however small: instances accept security groups only.

What a preview does not know yet, such as the ARN of a group that is still to be made, is no fault: the update, which
knows it, asks again before it writes.
`security-groups-closed` needs to see the whole stack, so the engine asks it last: it stops a preview, but an
`up --skip-preview` (such as `bluegreen rollback`) has written by then, and fails afterwards.

## Run it

```
make policies                       # previews of router, blue and green
make policies STACK_PREFIX=prod-    # of another set
```

This installs the pack's packages into `policy/.venv` (`make policy`), then runs for each stack:

```
pulumi preview --policy-pack policy --stack router
```

`pulumi up --policy-pack policy` holds an update to it too. With the official CLI nothing else is needed: its language
host starts the pack in the environment that `policy/PulumiPolicy.yaml` names.
An engine that was built here, where no release can be downloaded, has an older language host, which does not know that
option: `make policies` puts `tools/policy_python` first on PATH, and so must whoever runs `pulumi` by hand there.

The packages are apart since pulumi-policy allows no protobuf as new as the program's.
`policy/requirements.in` says what is allowed, `policy/requirements.txt` what is installed; `make lock` renews it.

## In CI

One step of the job that previews a pull request, with the credentials that can only read:

```yaml
      - run: make policies
        env:
          STACK_PREFIX: ${{ vars.BLUEGREEN_STACK_PREFIX }}
```

The rules alone, without an engine and without AWS, are held to the program by `make unit`.

## Let one resource pass

An exception names one resource, for one rule, with a reason, and means nothing for any other:

```json
{
  "log-retention-set": {
    "accept": [
      {"resource": "aws:cloudwatch/logGroup:LogGroup::audit", "because": "the law says ten years"}
    ]
  }
}
```

`resource` is how the resource's URN ends: `TYPE::NAME`. No pattern is read.
It is given with the pack: `make policies ARGS="--policy-pack-config accepted.json"`, or `pulumi preview --policy-pack
policy --policy-pack-config accepted.json`.

## In Pulumi Cloud

With a self-managed backend (S3, files) the pack runs where somebody names it: in CI, or by hand.
[Pulumi Cloud](https://www.pulumi.com/docs/insights/policy/policy-groups/) runs it in each preview and update of an
organization's stacks, whatever their command line says, which is a paid feature:

```
pulumi policy publish ORGANIZATION      # in policy/; the version stands in PulumiPolicy.yaml
pulumi policy enable ORGANIZATION/bluegreen latest --config accepted.json
```

A preventative policy group says for which stacks; exceptions are the pack's configuration there too.
"""


def document() -> str:
    """Return the whole document."""
    return HEAD + "".join(map(_row, RULES)) + TAIL


def _row(rule: Rule) -> str:
    cells = (f"`{rule.name}`", rule.forbids, f"{rule.why} ([source]({rule.source}))", rule.comply)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document())
