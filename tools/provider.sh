#!/usr/bin/env bash
# The official AWS plugin against the local AWS: three stacks up, a switch, clean previews and refreshes, all torn down.
# PLUGINS names a Pulumi home that holds the plugins; without it the engine fetches them. Its own waits make it take
# about ten minutes: a load balancer alone 60 s.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

STACKS="provider"
cloud=".local-provider"
port="${PORT:-4800}"

# shellcheck source=tools/shows.sh
. tools/shows.sh

failed=0
end() {
    code=$?
    teardown
    .venv/bin/python -m local down --dir "$cloud" || failed=1
    if [ "$code" -eq 0 ]; then code=$failed; fi
    exit "$code"
}

BLUEGREEN_PROVIDER=official .venv/bin/python -m local up --dir "$cloud" --port "$port" --check-pace 0.2
# shellcheck disable=SC1091  written by `python -m local up`
. "$cloud/env"
export PULUMI_HOME="${PLUGINS:-$PULUMI_HOME}"
unset PULUMI_DEBUG_PROVIDERS
trap end EXIT

init
set_in router http_port "$((port + 80))"
set_in router deregistration_delay 5
set_in router gate_timeout 60
for color in blue green; do set_in "$color" soak 0; done
up
clean
switch_to green
echo "All held. Tearing down."
