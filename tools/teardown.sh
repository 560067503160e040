#!/usr/bin/env bash
# Tear down a set of stacks in the order that is safe: the colors, then the router, whose protection is taken off first.
# Run it where Pulumi.yaml lies, logged in: `bash tools/teardown.sh [PREFIX]`, such as `staging-`.
set -euo pipefail

prefix="${1:-}"
export PULUMI_SKIP_UPDATE_CHECK=1

known() { pulumi stack --stack "$1" --show-name --non-interactive >/dev/null 2>&1; }

for color in green blue; do
    stack="$prefix$color"
    known "$stack" || continue
    echo "teardown: $stack"
    # The last color carries the traffic, and maybe one is in its soak: both are accepted by name.
    release="$(pulumi stack output release --stack "$stack" --non-interactive 2>/dev/null || true)"
    if [ -n "$release" ]; then pulumi config set allow_live_change "$color@$release" --stack "$stack"; fi
    pulumi destroy --yes --skip-preview --run-program --stack "$stack" --non-interactive
    pulumi config rm allow_live_change --stack "$stack" 2>/dev/null || true
done

router="${prefix}router"
if known "$router"; then
    echo "teardown: $router"
    pulumi state unprotect --all --yes --stack "$router" --non-interactive >/dev/null
    pulumi destroy --yes --skip-preview --stack "$router" --non-interactive
fi
