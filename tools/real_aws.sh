#!/usr/bin/env bash
# The shows on a real AWS account: three stacks up, a switch and back, drift made and healed, everything torn down.
# It costs money for as long as it runs, about half an hour. Needs credentials, the official Pulumi CLI and plugins,
# and PULUMI_BACKEND_URL or a login. Everything it makes carries the prefix in STACKS.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

STACKS="${STACKS:-try}"
if [ "${REAL_AWS:-}" != "yes" ]; then
    echo "This makes a VPC, a load balancer and four instances in the AWS account of your credentials." >&2
    echo "Run it with: REAL_AWS=yes make real-aws" >&2
    exit 2
fi
unset PULUMI_DEBUG_PROVIDERS AWS_ENDPOINT_URL

folder="$(mktemp -d)"
on() { pulumi "$1" --stack "$STACKS-$2" --config-file "$folder/$2.yaml" --non-interactive "${@:3}"; }
clean() {
    for role in router blue green; do
        on preview "$role" --expect-no-changes
        on refresh "$role" --preview-only --expect-no-changes
    done
}
switch_to() {
    sed -i.before "s/active_color: .*/active_color: $1/" "$folder/router.yaml"
    on up router --yes --skip-preview
    clean
}
teardown() {
    for color in green blue; do
        release="$(pulumi stack output release --stack "$STACKS-$color" || true)"
        sed -i.before "\$a\\  bluegreen:allow_live_change: $color@$release" "$folder/$color.yaml"
        on destroy "$color" --yes --skip-preview --run-program || true
    done
    pulumi state unprotect --all --yes --stack "$STACKS-router" || true
    on destroy router --yes --skip-preview || true
}

for role in router blue green; do
    cp "Pulumi.$role.yaml" "$folder/$role.yaml"
    pulumi stack init "$STACKS-$role" --non-interactive
done
trap teardown EXIT
for role in router blue green; do on up "$role" --yes --skip-preview; done
clean
switch_to green
switch_to blue
echo "All held. Tearing down."
