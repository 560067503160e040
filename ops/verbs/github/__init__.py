"""`bluegreen github`: what a job of GitHub Actions writes on GitHub, and nothing else."""

from __future__ import annotations

from ops.verbs.github import artifact, comment, idle, issue, propose

HELP = "For jobs of GitHub Actions: comments, issues and pull requests, from what other verbs printed."

GROUPS = {
    "issue": "One open issue, updated in place, closed when what it is about is gone.",
    "propose": "One pull request with stack files that another verb wrote, updated in place.",
}
"""Help of the groups of verbs in this one."""

VERBS = (
    (("comment",), comment.comment, "bluegreen github comment plan.md --stack-prefix prod-"),
    (("no-plan",), comment.no_plan, "bluegreen github no-plan"),
    (("issue", "drift"), issue.drift, "bluegreen github issue drift drift.json"),
    (("issue", "drill"), issue.drill, "bluegreen github issue drill drill.json"),
    (("propose", "put-back"), propose.put_back, "bluegreen github propose put-back --stack-prefix prod-"),
    (("propose", "release"), propose.release, "bluegreen github propose release --switch --body plan.md"),
    (("artifact",), artifact.artifact, "bluegreen github artifact drills"),
    (("idle",), idle.idle, "bluegreen github idle --stack-prefix prod-"),
)
"""Each verb by its words, with an example; one that takes `named` means a set of stacks."""
