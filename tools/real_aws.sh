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

# shellcheck source=tools/shows.sh
. tools/shows.sh

init
trap teardown EXIT
up
clean
switch_to green
switch_to blue
echo "All held. Tearing down."
